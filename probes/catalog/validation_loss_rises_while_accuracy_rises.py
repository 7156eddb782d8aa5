"""Validation loss and accuracy rise together.

What it measures
    Where the validation loss is lowest and rises after, the accuracy there and at the end.
Why it matters
    Predictions become overconfident rather than wrong: the loss punishes few sure mistakes.
Limits
    Needs both curves. An accuracy that holds within HOLDS counts as not fallen.
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


@dataclass(frozen=True)
class Together:
    epoch: float
    unit: str
    loss_before: float
    loss_after: float
    accuracy_before: float
    accuracy_after: float
    rise: Rise


def measure(
    validation_curve: Curve, validation_accuracy: Curve, training_curve: Curve | None = None
) -> Together:
    rise = validation_loss_rises.measure(validation_curve, training_curve)
    accuracy = validation_accuracy.at_least(validation_loss_rises.ENOUGH)
    before = float(np.interp(rise.epoch, accuracy.coarse_x, accuracy.smooth))
    return Together(rise.epoch, rise.unit, rise.best, rise.end, before, accuracy.end, rise)


def judge(together: Together) -> Verdict:
    if validation_loss_rises.judge(together.rise).state != "present":
        return ABSENT
    return either(together.accuracy_after > together.accuracy_before - HOLDS)
