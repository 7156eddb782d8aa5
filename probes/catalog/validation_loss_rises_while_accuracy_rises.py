"""Validation loss and accuracy rise together.

What it measures
    Where the validation loss is lowest and rises after, the accuracy there and at the end.
Why it matters
    Predictions become overconfident rather than wrong: the loss punishes few sure mistakes.
Limits
    Needs both curves. A fall that one standard error of the accuracy explains counts as none; how
    many samples it was counted on is told by the smallest step between its values.
Source
    Guo et al. 2017, https://arxiv.org/abs/1706.04599.
"""

from dataclasses import dataclass

import numpy as np

from probes.catalog import validation_loss_rises
from probes.catalog.validation_loss_rises import Rise
from probes.curve import Curve
from probes.verdict import ABSENT, Verdict, either

HOLDS = 0.005
ROUNDING = 2e-4  # of accuracies written with four digits
COARSEST = 0.1  # fewer than ten samples tell nothing


@dataclass(frozen=True)
class Together:
    epoch: float
    unit: str
    loss_before: float
    loss_after: float
    accuracy_before: float
    accuracy_after: float
    one_sample: float  # by which the accuracy moves when one more sample is right
    rise: Rise


def measure(
    validation_curve: Curve, validation_accuracy: Curve, training_curve: Curve | None = None
) -> Together:
    rise = validation_loss_rises.measure(validation_curve, training_curve)
    accuracy = validation_accuracy.at_least(validation_loss_rises.ENOUGH)
    before = float(np.interp(rise.epoch, accuracy.coarse_x, accuracy.smooth))
    one = _smallest_step(validation_accuracy.logged)
    return Together(rise.epoch, rise.unit, rise.best, rise.end, before, accuracy.end, one, rise)


def judge(together: Together) -> Verdict:
    if validation_loss_rises.judge(together.rise).state != "present":
        return ABSENT
    before = together.accuracy_before
    error = np.sqrt(max(before * (1 - before), 0.0) * together.one_sample)
    return either(bool(together.accuracy_after > before - max(HOLDS, error)))


def _smallest_step(accuracies: np.ndarray) -> float:
    """0 where there is no step that samples could make."""
    steps = np.diff(np.unique(accuracies[np.isfinite(accuracies)]))
    steps = steps[steps > ROUNDING]
    return float(steps.min()) if steps.size and steps.min() < COARSEST else 0.0
