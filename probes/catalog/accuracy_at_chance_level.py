"""Training accuracy no better than guessing.

What it measures
    The training accuracy against 1/C. Without C: an accuracy that does not move over the last half,
    and that agrees with what the loss says of a uniform guess, exp(-loss).
Why it matters
    After some epochs even a poor model is better than guessing if anything flows.
Limits
    With unequal classes guessing reaches the share of the largest one.
Source
    A guess among C classes has loss ln C and accuracy 1/C. Margins are our choice.
"""

from dataclasses import dataclass
from math import exp, sqrt

import numpy as np

from probes.curve import Curve
from probes.robust import last
from probes.verdict import ABSENT, Verdict, either, unknown

ENOUGH = 3
SAMPLES = 1000  # an accuracy is taken on about so many: three standard errors
MOVED = 0.05
GOOD = 0.6
AGREES = 0.2  # share
LEAST_CHANCE = 1e-6


@dataclass(frozen=True)
class Guessing:
    accuracy: float
    chance: float | None
    classes_known: bool
    moved: float
    loss_drop: float


def measure(
    training_accuracy: Curve,
    training_curve: Curve | None = None,
    class_count: int | None = None,
) -> Guessing:
    accuracy = training_accuracy.at_least(ENOUGH)
    chance, loss_drop = None, 1.0
    if training_curve is not None and training_curve.points >= ENOUGH:
        chance, loss_drop = (
            max(exp(-max(training_curve.end, 0.0)), LEAST_CHANCE),
            training_curve.drop,
        )
    if class_count:
        chance = 1.0 / class_count
    moved = float(np.ptp(last(accuracy.smooth, 0.5)))
    return Guessing(accuracy.end, chance, class_count is not None, moved, loss_drop)


def judge(guessing: Guessing) -> Verdict:
    if guessing.chance is None:
        return ABSENT if guessing.accuracy > GOOD else unknown("class_count_not_known")
    if guessing.classes_known:
        error = 3 * sqrt(guessing.chance * (1 - guessing.chance) / SAMPLES)
        return either(guessing.accuracy < guessing.chance + error)
    if guessing.accuracy > GOOD or guessing.moved > MOVED:
        return ABSENT
    agrees = abs(guessing.accuracy / guessing.chance - 1.0) < AGREES
    return either(True) if agrees else unknown("class_count_not_known")
