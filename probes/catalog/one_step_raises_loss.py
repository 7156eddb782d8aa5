"""One tiny step against the gradient raises the loss of the batch.

What it measures
    The loss of the batch in evaluation mode before and after a plain step whose expected gain is
    a thousandth of the loss; and the gain that the gradient promised.

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
from probes.passes.training import differentiate
from probes.shelf import Missing
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


def measure(objective: Objective) -> Measured:
    if not objective.has_loss:
        raise Missing("loss")
    program = objective.program
    wanted = {name: p for name, p in program.parameters.items() if p.requires_grad}
    with torch.enable_grad():
        loss, _ = objective.evaluate("eval")
    raw = differentiate(loss, wanted)
    before = float(loss.detach())
    gradients = {name: g for name, g in raw.items() if g is not None}
    squared = sum(float(g.double().square().sum()) for g in gradients.values())
    if not 0 < squared < float("inf"):
        return Measured(0.0, before, before, 0, resolved=False)
    rate = EXPECTED_GAIN * abs(before) / squared
    after = [_after(objective, wanted, gradients, rate * share) for share in TRIES]
    rises = sum(value > before * (1 + RESOLUTION) for value in after)
    return Measured(rate * TRIES[-1], before, after[-1], rises, resolved=before > 0)


def judge(measured: Measured) -> Verdict:
    if measured.before != measured.before:
        return unknown("loss_not_finite")
    if not measured.resolved:
        return unknown("no_gradient")
    return either(measured.rises == len(TRIES))


def _after(
    objective: Objective, wanted: dict[str, Tensor], gradients: dict[str, Tensor], rate: float
) -> float:
    moved = {name: wanted[name].detach() - rate * g for name, g in gradients.items()}
    with torch.no_grad():
        loss, _ = objective.evaluate("eval", parameters=moved)
    return float(loss)
