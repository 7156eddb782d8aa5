"""How a size changes from layer to layer."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from probes.passes.training import TrainingPass

SMALLEST = 1e-30  # stands for zero in a logarithm


@dataclass(frozen=True)
class Scales:
    """Root mean square of the result of each layer of weights; `slope` in decades per layer."""

    layers: tuple[str, ...]
    sizes: tuple[float, ...]
    slope: float
    finite: bool


@dataclass(frozen=True)
class Drift:
    """From the first layer to the extreme one: `factor` per layer, `span` in all, both above 1
    where the sizes go the way that was asked for."""

    factor: float
    extreme: float
    layer: str
    span: float
    scales: Scales


def drift(training_pass: TrainingPass, upwards: bool) -> Drift:
    found = scales(training_pass)
    sizes = found.sizes
    if not sizes:
        return Drift(1.0, 0.0, "", 1.0, found)
    extreme = max(sizes) if upwards else min(sizes)
    small, large = (sizes[0], extreme) if upwards else (extreme, sizes[0])
    span = large / small if small > 0 else 1.0 if upwards else float("inf")
    factor = 10 ** (found.slope if upwards else -found.slope)
    return Drift(factor, extreme, found.layers[sizes.index(extreme)], span, found)


def slope(sizes: Sequence[float | None]) -> float:
    """Least squares through log10 of the sizes; 0 where there are not two."""
    points = [math.log10(max(s, SMALLEST)) for s in sizes if s is not None and math.isfinite(s)]
    count = len(points)
    if count < 2:
        return 0.0
    middle, mean = (count - 1) / 2, sum(points) / count
    spread = sum((place - middle) ** 2 for place in range(count))
    return sum((p - middle) * (y - mean) for p, y in enumerate(points)) / spread


def scales(training_pass: TrainingPass) -> Scales:
    """Hidden layers only: what the head makes has the scale of the targets."""
    head = training_pass.objective.head
    ran = [
        (layer.label, seen.size) for layer, seen in training_pass.weighed()
        if seen.size is not None and layer.node is not head
    ]  # fmt: skip
    sizes = tuple(size for _, size in ran)
    finite = all(math.isfinite(size) for size in sizes)
    return Scales(tuple(name for name, _ in ran), sizes, slope(sizes), finite)
