"""The activations grow from layer to layer.

What it measures
    The root mean square of the result of every layer of weights, in the order in which they run,
    and the slope of its logarithm (decades per layer).

Why it matters
    The initial weights are too large for the activation: outputs and gradients explode with
    depth.

Limits
    Needs four layers of weights. A network in which normalisation follows every layer is immune
    and judged absent; residual sums grow slowly by right and stay below the threshold. Training
    makes small ones grow to where they are needed, so the largest has to be large itself, too.

Source
    He et al. 2015. Healthy -0.08 to 0.01, gain 2.8 instead of 1.4: 0.27 to 0.31 decades per layer
    (5 seeds). Runs of the clinic that start or run away too large end at 94 or more, others at 27.
"""

from dataclasses import dataclass

from probes.passes.depth import Scales, drift
from probes.passes.training import TrainingPass
from probes.verdict import Verdict, either, unknown

GROWTH = 0.15  # decades per layer
LEAST_SPAN = 10.0  # largest over first
LARGE = 30.0  # root mean square of the largest
FEWEST_LAYERS = 4


@dataclass(frozen=True)
class Measured:
    factor: float
    largest: float
    layer: str
    span: float
    scales: Scales


def measure(training_pass: TrainingPass) -> Measured:
    found = drift(training_pass, upwards=True)
    return Measured(found.factor, found.extreme, found.layer, found.span, found.scales)


def judge(measured: Measured) -> Verdict:
    if not measured.scales.finite:
        return unknown("loss_not_finite")
    if len(measured.scales.sizes) < FEWEST_LAYERS:
        return unknown("too_few_layers")
    grows = measured.scales.slope > GROWTH and measured.span > LEAST_SPAN
    return either(grows and measured.largest > LARGE)
