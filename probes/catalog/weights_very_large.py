"""Very large weights.

What it measures
    The largest entry over the layers, by itself and in units of its layer's Kaiming deviation.
Why it matters
    Outputs and gradients grow with the weights; very large ones overflow or make the network
    overconfident, and the next step explodes.
Limits
    Public healthy networks hold entries up to 88 (regression on energies) and 1400 times the
    Kaiming deviation (before BatchNorm). So both must be far out, and the region between is not
    judged. Embeddings and gains are left out.
Source
    Limits of 5 to 10 are usual in tools and call such healthy networks sick; ours were set on
    twenty public checkpoints.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from probes.measures.layers import Layer
from probes.measures.tensor_statistics import Statistics
from probes.verdict import ABSENT, PRESENT, Verdict, unknown

FAR_OUT = 100.0
FAR_OUT_RATIO = 100.0
USUAL = 10.0
USUAL_RATIO = 30.0


@dataclass(frozen=True)
class Largest:
    layer: str
    largest: float
    ratio: float


def measure(
    hidden_layers: tuple[Layer, ...], weight_statistics: Mapping[str, Statistics]
) -> Largest:
    found = []
    for layer in hidden_layers:
        largest = weight_statistics[layer.name].largest
        if math.isfinite(largest):
            found.append(Largest(layer.name, largest, largest / math.sqrt(2 / layer.fan_in)))
    return max(found, key=_severity, default=Largest("", math.nan, math.nan))


def _severity(found: Largest) -> float:
    """How far the milder of the two conditions is met."""
    return min(found.largest / FAR_OUT, found.ratio / FAR_OUT_RATIO)


def judge(found: Largest) -> Verdict:
    if not found.layer:
        return unknown("no_layer_to_judge")
    if _severity(found) >= 1:
        return PRESENT
    usual = found.largest <= USUAL or found.ratio <= USUAL_RATIO
    return ABSENT if usual else unknown("weight_size_in_between")
