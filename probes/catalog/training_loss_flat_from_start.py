"""Training loss flat from the start.

What it measures
    How far the smoothed loss ever goes from its first value, and how far it is at the end.
Why it matters
    A model that learns nothing at all has no gradient, no rate, or no information in its data.
Limits
    A first epoch that is averaged over a wild beginning lies above a flat rest: that counts as
    flat only where the accuracy is poor as well.
Source
    Our choice: agreement within a few percent; set on the clinic and on 300 drawn healthy curves.
"""

from dataclasses import dataclass

import numpy as np

from probes.curve import Curve
from probes.robust import falls_throughout
from probes.verdict import ABSENT, Verdict, either, unknown

ENOUGH = 5
FLAT = 0.03
WANDERS = 0.06
SLOW = 0.005  # a fall of this share that goes on throughout is slow, not flat
GOOD = 0.9  # training accuracy
POOR = 0.5  # training accuracy


@dataclass(frozen=True)
class Flatness:
    start: float
    change: float  # share, at the end
    wanders: float  # share, at most
    later_change: float  # share, from the second point on
    steps: int
    accuracy: float | None
    falls_throughout: bool


def measure(training_curve: Curve, training_accuracy: Curve | None = None) -> Flatness:
    curve = training_curve.as_shares(ENOUGH)
    later = curve.smooth[2:]
    return Flatness(
        start=curve.start,
        change=abs(curve.drop),
        wanders=float(np.abs(curve.smooth / curve.start - 1.0).max()),
        later_change=float(np.ptp(later) / max(float(np.median(later)), 1e-30)),
        steps=curve.points,
        accuracy=training_accuracy.end if training_accuracy else None,
        falls_throughout=falls_throughout(curve.coarse),
    )


def judge(flat: Flatness) -> Verdict:
    if flat.falls_throughout and flat.change > SLOW:
        return ABSENT
    if flat.change >= FLAT or flat.wanders >= WANDERS:
        poor = flat.accuracy is not None and flat.accuracy <= POOR
        return either(poor and flat.steps >= 2 * ENOUGH and flat.later_change < WANDERS)
    if flat.accuracy is not None and flat.accuracy >= GOOD:
        return unknown("good_from_the_start")
    return either(True)
