"""Loss at the floor of a doubled softmax while the accuracy is high.

What it measures
    The training loss at the end against ln(e + C - 1) - 1, the least cross-entropy that
    probabilities can reach when they are taken for logits, together with the accuracy. C comes
    from the data where they were uploaded, else the usual class counts are tried. Such a loss never
    leaves the range of 1 above its floor: one that does, once and in either set, speaks against it.
Why it matters
    A model that is nearly always right has a small cross-entropy, unless its outputs pass through
    softmax twice: then the loss stops at the floor however long it is trained.
Limits
    Needs an accuracy. Label smoothing of 0.1 stops lower (0.50 for 10 classes); a smoothing that
    happens to stop at the same place is taken for it. Not judged below an accuracy of 0.9.
Source
    Floors 0.313, 1.461, 3.622, 5.909 for 2, 10, 100, 1000 classes; trained networks with a doubled
    softmax stop within 6 % above, ordinary ones with that accuracy are far below.
"""

from dataclasses import dataclass
from math import e, log

import numpy as np

from probes.curve import Curve
from probes.verdict import ABSENT, Verdict, either, unknown

HIGH = 0.9  # accuracy
BELOW, ABOVE = 0.01, 0.06  # shares by which the loss may miss the floor
USUAL_CLASSES = (2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 26, 50, 100, 200, 365, 1000)
RANGE = 1.0  # logits between 0 and 1 move a cross-entropy by no more
ENOUGH = 3


@dataclass(frozen=True)
class Floor:
    loss: float
    accuracy: float
    classes: int
    floor: float
    away: float  # share
    lowest: float  # of all losses of both sets
    highest: float
    points: int


def measure(
    training_curve: Curve,
    training_accuracy: Curve,
    validation_curve: Curve | None = None,
    class_count: int | None = None,
) -> Floor:
    loss, accuracy = float(training_curve.at_least(1).end), float(training_accuracy.end)
    counts = (class_count,) if class_count and class_count > 1 else USUAL_CLASSES
    classes = min(counts, key=lambda count: abs(loss / floor_of(count) - 1.0))
    floor = floor_of(classes)
    both = [curve.values for curve in (training_curve, validation_curve) if curve and curve.points]
    seen = np.concatenate(both)
    return Floor(
        loss, accuracy, classes, floor, loss / floor - 1.0,
        float(seen.min()), float(seen.max()), training_curve.points,
    )  # fmt: skip


def floor_of(classes: int) -> float:
    """Cross-entropy of one-hot probabilities taken for logits."""
    return log(e + classes - 1) - 1.0


def judge(measured: Floor) -> Verdict:
    if measured.points < ENOUGH:
        return unknown("too_few_points")
    if measured.accuracy < HIGH:
        return unknown("accuracy_too_low_to_judge")
    if measured.loss < floor_of(2) * (1 - BELOW):
        return ABSENT
    possible = measured.floor * (1 - BELOW) < measured.lowest and measured.highest < (
        measured.floor + RANGE * (1 + ABOVE)
    )
    return either(possible and -BELOW < measured.away < ABOVE)
