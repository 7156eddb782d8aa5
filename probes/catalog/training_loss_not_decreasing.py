"""Training loss does not fall.

What it measures
    The median of the first values against that of the last tenth, and against the best.
Why it matters
    Nothing else can be judged before the training loss falls.
Limits
    A model that was good before (fine-tuning, accuracy above GOOD at the start) cannot fall much
    and is not judged. A first epoch averaged over a wild beginning is left out where the accuracy
    is poor.
Source
    TheDeepChecker (TOSEM 2023): less than 5 % in a check is stagnation.
"""

from dataclasses import dataclass

from probes.curve import Curve
from probes.verdict import Verdict, either, unknown

ENOUGH = 5
FALLEN = 0.05
EVER_FALLEN = 0.15  # a run that fell by this and came back has another name
GOOD, POOR = 0.9, 0.5  # training accuracy


@dataclass(frozen=True)
class Fall:
    start: float
    end: float
    drop: float
    best_drop: float
    accuracy: float | None
    later_drop: float  # share, from the third point on
    points: int


def measure(training_curve: Curve, training_accuracy: Curve | None = None) -> Fall:
    curve = training_curve.as_shares(ENOUGH)
    accuracy = training_accuracy.end if training_accuracy else None
    best_drop = 1.0 - curve.best / curve.start
    later_drop = 1.0 - curve.end / max(float(curve.smooth[2:].max()), 1e-30)
    return Fall(curve.start, curve.end, curve.drop, best_drop, accuracy, later_drop, curve.points)


def judge(fall: Fall) -> Verdict:
    if fall.drop >= FALLEN or fall.best_drop >= EVER_FALLEN:
        poor = fall.accuracy is not None and fall.accuracy <= POOR
        return either(poor and fall.points >= 2 * ENOUGH and fall.later_drop < FALLEN)
    if fall.accuracy is not None and fall.accuracy >= GOOD:
        return unknown("good_from_the_start")
    return either(True)
