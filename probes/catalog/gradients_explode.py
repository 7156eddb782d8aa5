"""The gradients are far too large.

What it measures
    From a history: the norm of the whole gradient at the end against its beginning. With a model:
    the norm on the batch, the layer with the largest part of it, and how the gradients of the
    layers' results change from layer to layer towards the input (decades per layer).

Why it matters
    A step of the usual size throws the weights far away.

Limits
    A loss that is summed instead of averaged, or regression targets that are not scaled, make
    every gradient large: unless the gradient also grows backwards through the layers, a norm
    counts only from 100 on, and only where the loss is averaged. In a history single spikes, and
    norms that fall again, are not meant.

Source
    Fresh healthy networks 0.05 to 0.12, badly scaled ones 98 to 279 (5 seeds); backward slope
    -0.01 to 0.02 against -0.32 to -0.28 decades per layer. In a history a norm in the hundreds
    that has grown tenfold: two conditions, our choice.
"""

from dataclasses import dataclass

import numpy as np

from probes.curve import Curve
from probes.passes.depth import slope
from probes.passes.training import TrainingPass
from probes.robust import last
from probes.shelf import Missing
from probes.verdict import Verdict, either, unknown

LARGE_NORM = 10.0
HUGE_NORM = 100.0
BACKWARD_GROWTH = 0.15  # decades per layer
FEWEST_LAYERS = 4


ENOUGH = 5  # norms in a history
GROWN = 10.0


@dataclass(frozen=True)
class Measured:
    norm: float
    layer: str
    growth: float
    layers: int
    finite: bool
    loss: float
    grown: float | None = None  # in a history, times its beginning


def measure(
    training_pass: TrainingPass | None = None, gradient_norms: Curve | None = None
) -> Measured:
    if training_pass is None and gradient_norms is None:
        raise Missing("gradient_norm")
    return _in_history(gradient_norms) if training_pass is None else _in_model(training_pass)


def _in_history(gradient_norms: Curve) -> Measured:
    curve = gradient_norms.at_least(ENOUGH)
    start = float(np.median(curve.values[: max(3, curve.points // 20)]))
    end = float(np.median(last(curve.values, 0.05)))
    return Measured(end, "", 0.0, 0, True, 0.0, end / max(start, 1e-30))


def _in_model(training_pass: TrainingPass) -> Measured:
    gradients = list(training_pass.gradients.values())
    finite = training_pass.finite and all(gradient.finite for gradient in gradients)
    norm = sum(gradient.norm**2 for gradient in gradients) ** 0.5
    worst = max(gradients, key=lambda gradient: gradient.norm, default=None)
    sizes = [seen.slope_size for _, seen in training_pass.weighed()]
    growth = -slope(sizes) if len(sizes) >= FEWEST_LAYERS else 0.0
    name = worst.name if worst is not None else ""
    return Measured(norm, name, growth, len(sizes), finite, training_pass.loss)


def judge(measured: Measured) -> Verdict:
    if not measured.finite:
        return unknown("loss_not_finite")
    if measured.grown is not None:
        return either(measured.norm > HUGE_NORM and measured.grown > GROWN)
    grows = measured.norm > LARGE_NORM and measured.growth > BACKWARD_GROWTH
    # A large loss by itself (sum, unscaled targets) has a gradient of its own size.
    large = measured.norm > HUGE_NORM * max(1.0, abs(measured.loss))
    return either(grows or large)
