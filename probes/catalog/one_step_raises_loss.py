"""One tiny step against the gradient raises the loss of the batch.

What it measures
    The loss of the batch in training mode (the same dropout) before and after a plain step whose
    expected gain is a thousandth of the loss; and the gain that the gradient promised.

Why it matters
    Backward and forward disagree: a sign is wrong, a gradient is replaced or cut, or the loss
    that is differentiated is not the one that is reported.

Limits
    A loss far from smooth (very large weights) can rise over the smallest step: the step is then
    divided by ten and tried again, and only a rise in both counts.

Source
    Taylor's theorem: loss - rate * |gradient|^2.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from probes.passes.objective import Objective
from probes.passes.training import TrainingPass
from probes.verdict import Verdict, either, unknown

EXPECTED_GAIN = 1e-3  # of the loss
TRIES = (1.0, 0.1)
RESOLUTION = 1e-6  # of the loss: rounding in single precision


@dataclass(frozen=True)
class Measured:
    rate: float
    before: float
    after: float
    rises: int
    resolved: bool


def measure(training_pass: TrainingPass) -> Measured:
    before, objective = training_pass.loss, training_pass.objective
    gradients = {name: g for name, g in training_pass.raw.items() if g is not None}
    squared = sum(gradient.norm**2 for gradient in training_pass.gradients.values())
    if not 0 < squared < float("inf") or not training_pass.finite:
        return Measured(0.0, before, before, 0, resolved=False)
    rate = EXPECTED_GAIN * abs(before) / squared
    rises = 0
    for share in TRIES:
        after = _after(objective, gradients, rate * share)
        if after <= before * (1 + RESOLUTION):
            break
        rises += 1
    return Measured(rate * share, before, after, rises, resolved=before > 0)


def judge(measured: Measured) -> Verdict:
    if measured.before != measured.before:
        return unknown("loss_not_finite")
    if not measured.resolved:
        return unknown("no_gradient")
    return either(measured.rises == len(TRIES))


def _after(objective: Objective, gradients: dict[str, Tensor], rate: float) -> float:
    """With the same dropout as before."""
    own = objective.program.parameters
    moved = {name: own[name].detach() - rate * g for name, g in gradients.items()}
    with torch.no_grad():
        loss, _ = objective.evaluate("train", parameters=moved)
    return float(loss)
