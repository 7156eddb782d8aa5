"""Learned first, then collapsed.

What it measures
    How much of the fall from the start to the best value is lost at the end, and whether the
    end is flat. Where the first epoch already is the best, the accuracy shows the loss.
Why it matters
    One large step threw the weights out of what they had learned: the rate, a bad sample, or
    numbers that overflowed.
Limits
    An epoch average hides a collapse inside the first epoch: that run is flat and at chance.
Source
    Our choice; set on the clinic's runs with momentum 0.999 and on 300 drawn healthy curves.
"""

from dataclasses import dataclass

import numpy as np

from probes.curve import Curve
from probes.robust import last
from probes.verdict import Verdict, either

ENOUGH = 8
LEARNED = 0.3  # share of the start that had been gained
LOST = 0.7  # share of the gain that is gone
STAYS = 0.5  # even the lowest of the last points has lost this share
ABOVE_BEST = 1.5
ACCURACY_LOST = 0.25


@dataclass(frozen=True)
class Collapse:
    epoch: float
    unit: str
    start: float
    best: float
    end: float
    lowest_late: float
    accuracy_lost: float  # from its best to the end
    accuracy: float | None


def measure(training_curve: Curve, training_accuracy: Curve | None = None) -> Collapse:
    curve, accuracy = training_curve.as_shares(ENOUGH), training_accuracy
    best_at = int(curve.coarse.argmin())
    best = float(curve.coarse[best_at])
    return Collapse(
        epoch=curve.place(best_at),
        unit=curve.unit,
        start=max(curve.start, float(np.median(curve.coarse[:3]))),
        best=best,
        end=curve.end,
        lowest_late=float(last(curve.coarse, 0.15).min()),
        accuracy_lost=float(accuracy.coarse.max()) - accuracy.end if accuracy else 0.0,
        accuracy=accuracy.end if accuracy else None,
    )


def judge(run: Collapse) -> Verdict:
    if run.accuracy is not None and run.accuracy_lost > ACCURACY_LOST:
        gone = run.accuracy_lost > LOST * (run.accuracy + run.accuracy_lost)
        return either(gone and run.lowest_late > ABOVE_BEST * run.best)
    gain = run.start - run.best
    learned = gain > LEARNED * run.start
    lost = run.end > run.best + LOST * gain and run.end > ABOVE_BEST * run.best
    return either(learned and lost and run.lowest_late > run.best + STAYS * gain)
