"""One forward and backward pass in training mode, with its activations and gradients measured."""

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

from probes.graph.layers import kind
from probes.passes.objective import Objective
from probes.passes.structure import WeightLayer, weight_layers
from probes.passes.watch import Operation, Watch, operand
from probes.shelf import Missing


@dataclass(frozen=True)
class Gradient:
    """Of one parameter. `missing`: the loss does not depend on it. `size`: root mean square."""

    name: str
    elements: int
    missing: bool
    finite: bool = True
    norm: float = 0.0
    largest: float = 0.0
    weight_norm: float = 0.0

    @property
    def size(self) -> float:
        return self.norm / max(self.elements, 1) ** 0.5

    @property
    def zero(self) -> bool:
        return not self.missing and self.finite and self.largest == 0.0


@dataclass(frozen=True, eq=False)
class TrainingPass:
    """`gradients` are of the parameters that want one. `raw` are those gradients themselves."""

    objective: Objective
    loss: float
    prediction: Tensor | None
    watch: Watch
    gradients: Mapping[str, Gradient]
    raw: Mapping[str, Tensor | None]

    @property
    def samples(self) -> int:
        return self.objective.samples

    @property
    def operations(self) -> list[Operation]:
        return list(self.watch.operations.values())

    @property
    def finite(self) -> bool:
        return self.loss == self.loss and abs(self.loss) != float("inf")

    def of_kinds(self, kinds: set[str]) -> list[Operation]:
        return [seen for seen in self.operations if kind(seen.node) in kinds]

    def argument_of(self, seen: Operation) -> Operation | None:
        """What a hazardous operation read."""
        name = operand(seen.node)
        return self.watch.read_by(name) if name else None

    def weighed(self) -> list[tuple[WeightLayer, Operation]]:
        """Layers of weights in the order in which they ran, each once."""
        found: dict[str, tuple[WeightLayer, Operation]] = {}
        for layer in weight_layers(self.objective.program.graph):
            seen = self.watch.operations.get(layer.node.name)
            if seen is not None:
                found.setdefault(layer.parameter, (layer, seen))
        return list(found.values())


def run(objective: Objective) -> TrainingPass:
    """The model's own `.grad` and buffers stay untouched."""
    if not objective.has_loss:
        raise Missing("loss")
    program = objective.program
    watch = Watch(program)
    for value, source in program.graph.sources.items():
        if value in watch.ranged:
            given = objective.inputs if source.kind == "input" else program.parameters
            watch.source(value, given.get(source.name, program.buffers.get(source.name)))
    with torch.enable_grad():
        loss, prediction = objective.evaluate("train", watch)
    wanted = {name: p for name, p in program.parameters.items() if p.requires_grad}
    raw = differentiate(loss, wanted)
    watch.finish()
    kept = prediction.detach() if prediction is not None else None
    return TrainingPass(objective, float(loss.detach()), kept, watch, _told(wanted, raw), raw)


def differentiate(loss: Tensor, wanted: Mapping[str, Tensor]) -> dict[str, Tensor | None]:
    """None for a parameter that the loss does not depend on."""
    if not loss.requires_grad or not wanted:
        return dict.fromkeys(wanted)
    gradients = torch.autograd.grad(loss, list(wanted.values()), allow_unused=True)
    return dict(zip(wanted, gradients, strict=True))


def _told(wanted: Mapping[str, Tensor], raw: Mapping[str, Tensor | None]) -> dict[str, Gradient]:
    """Norms in double precision: squares of vanishing gradients underflow in single."""
    names = [name for name, gradient in raw.items() if gradient is not None and gradient.numel()]
    rows = [
        torch.stack([
            torch.linalg.vector_norm(raw[name], dtype=torch.float64),
            torch.linalg.vector_norm(raw[name], float("inf")).double(),
            torch.linalg.vector_norm(wanted[name].detach(), dtype=torch.float64),
        ])
        for name in names
    ]  # fmt: skip
    numbers = dict(zip(names, torch.stack(rows).tolist() if rows else [], strict=True))
    told = {}
    for name, parameter in wanted.items():
        norm, largest, weight = numbers.get(name, (0.0, 0.0, 0.0))
        finite = norm == norm and largest == largest and abs(largest) != float("inf")
        told[name] = Gradient(
            name, parameter.numel(), raw[name] is None, finite, norm, largest, weight
        )
    return told
