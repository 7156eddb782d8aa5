"""Loss falls while the training accuracy stays.

What it measures
    The fall of the training loss and the range of the training accuracy over the same run.
Why it matters
    Then the loss is not what the metric measures: a metric of the wrong thing, one class predicted,
    or a penalty that falls in place of the error.
Limits
    An accuracy that starts near perfect has nowhere to go.
Source
    TheDeepChecker (TOSEM 2023) asks for |correlation| of loss and metric above 0.5.
"""

from dataclasses import dataclass

from probes.curve import Curve
from probes.verdict import ABSENT, Verdict, either, unknown

ENOUGH = 6
FALLS, STAYS = 0.2, 0.01
GOOD = 0.9


@dataclass(frozen=True)
class Against:
    drop: float
    change: float  # of the accuracy
    accuracy: float


def measure(training_curve: Curve, training_accuracy: Curve) -> Against:
    curve, accuracy = training_curve.as_shares(ENOUGH), training_accuracy.at_least(ENOUGH)
    change = float(accuracy.smooth.max() - accuracy.smooth.min())
    return Against(curve.drop, change, accuracy.end)


def judge(against: Against) -> Verdict:
    if against.drop < FALLS or against.change > STAYS:
        return ABSENT
    return unknown("good_from_the_start") if against.accuracy > GOOD else either(True)
