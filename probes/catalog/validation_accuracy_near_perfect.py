"""Nearly everything in the validation set is answered rightly.

What it measures
    The last validation accuracies, smoothed, and the best one.
Why it matters
    Where the validation set is sound, hardly anything can be wrong with such a run, however its
    training loss swings.
Limits
    Leaked samples, a wrong metric and very unequal classes make it high as well. A regression has
    no accuracy.
Source
    98 %: our choice.
"""

from dataclasses import dataclass

from probes.curve import Curve
from probes.verdict import Verdict, either

PERFECT = 0.98


@dataclass(frozen=True)
class Reached:
    accuracy: float
    best: float
    points: int


def measure(validation_accuracy: Curve) -> Reached:
    curve = validation_accuracy.at_least(1)
    return Reached(curve.end, float(curve.smooth.max()), curve.points)


def judge(reached: Reached) -> Verdict:
    return either(reached.accuracy >= PERFECT)
