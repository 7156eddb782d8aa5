"""Validation loss does not fall.

What it measures
    The best smoothed validation loss against the first, and how far the accuracy rose.
Why it matters
    Nothing that is learned holds on other data.
Limits
    Where the first evaluation already is good (accuracy above GOOD) there is little to gain.
Source
    5 %: the words of the finding.
"""

from dataclasses import dataclass

from probes.curve import Curve
from probes.verdict import ABSENT, Verdict, either, unknown

ENOUGH = 5
FALLEN = 0.05
GOOD, GAINED = 0.8, 0.05  # validation accuracy


@dataclass(frozen=True)
class Fall:
    start: float
    best: float
    drop: float
    accuracy: float | None
    gained: float | None


def measure(validation_curve: Curve, validation_accuracy: Curve | None = None) -> Fall:
    curve = validation_curve.as_shares(ENOUGH)
    start, accuracy, gained = float(curve.coarse[0]), None, None
    if validation_accuracy is not None:
        accuracy = float(validation_accuracy.smooth.max())
        gained = accuracy - float(validation_accuracy.coarse[0])
    return Fall(start, curve.best, 1 - curve.best / max(start, 1e-30), accuracy, gained)


def judge(fall: Fall) -> Verdict:
    if fall.drop >= FALLEN:
        return ABSENT
    if fall.accuracy is not None and fall.accuracy >= GOOD:
        return unknown("good_from_the_start")
    return ABSENT if fall.gained is not None and fall.gained > GAINED else either(True)
