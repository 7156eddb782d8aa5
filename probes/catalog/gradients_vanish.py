"""Gradients that vanish towards the input.

What it measures
    From the optimizer's memory: the gradient's root mean square per weight layer, the ratio of the
    first to the last layer, and the slope of its logarithm over the layers.
    With the model and a batch: the same of the gradients of one backward pass.
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

from probes.checkpoint import OptimizerState
from probes.measures.optimizer_record import Record
from probes.passes.training import TrainingPass
from probes.shelf import Missing
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


def measure(
    layer_records: tuple[Record, ...] | None = None,
    training_pass: TrainingPass | None = None,
    optimizer_state: OptimizerState | None = None,
) -> Depth:
    if training_pass is not None and training_pass.finite:
        gradients = [training_pass.gradients.get(x.parameter) for x, _ in training_pass.weighed()]
        learning = {g.name: g.size for g in gradients if g is not None and not g.missing}
        return _depth(learning, 0.0)
    if layer_records is None:
        known = "optimizer_state" if optimizer_state is None else "gradient_records"
        raise Missing(known if training_pass is None else "finite_model")
    step = max(record.step for record in layer_records)
    return _depth({record.name: record.rms for record in layer_records}, step)


def _depth(sizes: dict[str, float], step: float) -> Depth:
    names, rms = list(sizes) or [""], list(sizes.values()) or [0.0]
    slope, steady = 0.0, 0.0
    if len(sizes) >= LEAST_LAYERS:
        places = np.arange(len(rms))
        logs = np.log10([max(size, _FLOOR) for size in rms])
        slope = float(np.polyfit(places, logs, 1)[0])
        steady = float(np.corrcoef(places, logs)[0, 1]) if logs.std() > 0 else 0.0
    return Depth(
        first=rms[0],
        last=rms[-1],
        first_layer=names[0],
        last_layer=names[-1],
        ratio=rms[0] / rms[-1] if rms[-1] else 0.0,
        slope=slope,
        steady=steady,
        step=step,
        layers=len(sizes),
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
