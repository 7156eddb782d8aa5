"""Loss stops above the wanted level.

What it measures
    The fall over the last third, the fall before, and what is left of the loss. With a training
    accuracy, that decides whether the level is high.
Why it matters
    A loss that stalls while the training set is not fitted: capacity, rate or the gradients.
Limits
    Which level is wanted is not in a history. Without accuracy only a loss that kept more than
    MUCH_LEFT of its start is called high, and between that and LITTLE_LEFT nothing is decided.
Source
    Fall below 5 % (3 % between halves): TheDeepChecker (TOSEM 2023). Levels: our choice, set on
    300 drawn healthy curves.
"""

from dataclasses import dataclass

import numpy as np

from probes.curve import Curve
from probes.robust import last
from probes.verdict import ABSENT, Verdict, either, unknown

ENOUGH = 9
STALLED, FELL = 0.03, 0.10
LITTLE_LEFT, MUCH_LEFT = 0.3, 0.7
POOR, GOOD = 0.75, 0.9  # training accuracy
GUESSING = 0.5  # training accuracy: with no fall after the first points it is flat
RISING = 0.03  # accuracy gained in the last third: no plateau yet


@dataclass(frozen=True)
class Plateau:
    epoch: float
    unit: str
    level: float
    drop: float  # share, between the halves of the last third
    total_drop: float
    later_drop: float  # share, from the third point on
    accuracy: float | None
    accuracy_gained: float


def measure(training_curve: Curve, training_accuracy: Curve | None = None) -> Plateau:
    curve = training_curve.as_shares(ENOUGH)
    before = curve.coarse.size - last(curve.coarse, 1 / 3).size
    gained, accuracy = 0.0, None
    if training_accuracy is not None:
        accuracy, rising = training_accuracy.end, last(training_accuracy.smooth, 1 / 3)
        gained = float(rising[-1] - rising[0])
    late = curve.coarse[before:]
    half = late.size // 2
    halves = float(np.median(late[:half])), float(np.median(late[half:]))
    drop = 1.0 - halves[1] / max(halves[0], 1e-30)
    top = max(curve.start, float(curve.coarse[0]))
    total = 1.0 - curve.end / top
    later_drop = 1.0 - curve.end / max(float(curve.smooth[2:].max()), 1e-30)
    return Plateau(
        curve.place(before), curve.unit, curve.end, drop, total, later_drop, accuracy, gained
    )


def judge(plateau: Plateau) -> Verdict:
    if plateau.total_drop < FELL or abs(plateau.drop) >= STALLED:
        return ABSENT
    guessing = plateau.accuracy is not None and plateau.accuracy <= GUESSING
    if plateau.accuracy_gained > RISING or (guessing and plateau.later_drop < STALLED):
        return ABSENT
    if plateau.accuracy is not None:
        return _by_accuracy(plateau.accuracy)
    left = 1.0 - plateau.total_drop
    if LITTLE_LEFT < left < MUCH_LEFT:
        return unknown("wanted_level_not_known")
    return either(left >= MUCH_LEFT)


def _by_accuracy(accuracy: float) -> Verdict:
    if POOR < accuracy < GOOD:
        return unknown("wanted_level_not_known")
    return either(accuracy <= POOR)
