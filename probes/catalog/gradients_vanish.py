"""Gradients that vanish towards the input.

What it measures
    From the optimizer's memory: the gradient's root mean square per weight layer, the ratio of the
    first to the last layer, and the slope of its logarithm over the layers.
Why it matters
    The first layers learn nothing where hardly any gradient reaches them.
Limits
    Layers stand in the order in which the model registered them, which need not be that of the
    forward pass: the slope must be steady too. Below 3 layers or 10 steps nothing is judged. The
    memory is historical: of 1000 steps with Adam's defaults.
Source
    Glorot and Bengio, AISTATS 2010; limits of AUTOTRAINER, https://arxiv.org/abs/2103.02371.
    Slopes: healthy ReLU networks of 4 and 10 layers below 0.03, ten sigmoid layers 0.87.
"""

from dataclasses import dataclass

import numpy as np

from probes.measures.optimizer_record import Record
from probes.verdict import ABSENT, PRESENT, Verdict, unknown

TOO_SMALL = 1e-3  # first layer over last
TOO_SMALL_FIRST = 1e-4
TOO_STEEP = 0.25  # decades per layer
STEADY = 0.6  # correlation of the logarithm with depth
LEAST_LAYERS = 3
ENOUGH_STEPS = 10
_FLOOR = 1e-30


@dataclass(frozen=True)
class Depth:
    first: float
    last: float
    first_layer: str
    last_layer: str
    ratio: float
    slope: float
    steady: float
    step: float
    layers: int
    by_layer: dict[str, float]


def measure(layer_records: tuple[Record, ...]) -> Depth:
    sizes = {record.name: record.rms for record in layer_records}
    first, last = layer_records[0], layer_records[-1]
    slope, steady = 0.0, 0.0
    if len(sizes) >= LEAST_LAYERS:
        places = np.arange(len(layer_records))
        logs = np.log10([max(record.rms, _FLOOR) for record in layer_records])
        slope = float(np.polyfit(places, logs, 1)[0])
        steady = float(np.corrcoef(places, logs)[0, 1]) if logs.std() > 0 else 0.0
    return Depth(
        first=first.rms,
        last=last.rms,
        first_layer=first.name,
        last_layer=last.name,
        ratio=first.rms / last.rms if last.rms else 0.0,
        slope=slope,
        steady=steady,
        step=max(record.step for record in layer_records),
        layers=len(layer_records),
        by_layer=sizes,
    )


def judge(depth: Depth) -> Verdict:
    if depth.layers < LEAST_LAYERS:
        return unknown("too_few_layers")
    if 0 < depth.step < ENOUGH_STEPS:
        return unknown("too_few_steps")
    if depth.last == 0:
        return unknown("no_gradient_anywhere")
    small = depth.ratio < TOO_SMALL and depth.first < TOO_SMALL_FIRST
    steep = depth.slope > TOO_STEEP and depth.steady > STEADY
    if small and steep:
        return PRESENT
    return unknown("gradients_unlike_by_layer") if small or steep else ABSENT
