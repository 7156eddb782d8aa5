"""The activations shrink from layer to layer towards nothing.

What it measures
    The root mean square of the result of every layer of weights, in the order in which they run,
    and the slope of its logarithm (decades per layer).

Why it matters
    The initial weights are too small: hardly any signal of the input reaches the output.

Limits
    Needs four layers of weights. The default initialisation of torch shrinks by 0.07 to 0.08 per
    layer and is no fault.

Source
    He et al. 2015. Healthy -0.08 to 0.01, gain 0.7 instead of 1.4: -0.33 to -0.29 decades per
    layer (5 seeds).
"""

from dataclasses import dataclass

from probes.passes.depth import Scales, drift
from probes.passes.training import TrainingPass
from probes.verdict import Verdict, either, unknown

SHRINKING = -0.15  # decades per layer
LEAST_SPAN = 10.0  # first over smallest
FEWEST_LAYERS = 4


@dataclass(frozen=True)
class Measured:
    factor: float
    smallest: float
    layer: str
    span: float
    scales: Scales


def measure(training_pass: TrainingPass) -> Measured:
    found = drift(training_pass, upwards=False)
    return Measured(found.factor, found.extreme, found.layer, found.span, found.scales)


def judge(measured: Measured) -> Verdict:
    if not measured.scales.finite:
        return unknown("loss_not_finite")
    if len(measured.scales.sizes) < FEWEST_LAYERS:
        return unknown("too_few_layers")
    return either(measured.scales.slope < SHRINKING and measured.span > LEAST_SPAN)
