"""Sudden spikes in the loss.

What it measures
    Points far above the running median of their neighbours, in the logarithm, that come back.
Why it matters
    Bad samples, a rate at its limit, or numbers near overflow; each spike costs progress.
Limits
    If more than MANY of the points stand out the curve is noisy, which is another finding.
    Spikes that stay below a tenth of the first loss do no harm and do not count.
Source
    At least twice the mean of the neighbours: KillLossSpike of MosaicML; ten robust standard
    deviations: our choice, so that 10^6 points of normal noise have none.
"""

from dataclasses import dataclass

import numpy as np

from probes.curve import Curve
from probes.robust import running_median, spread
from probes.verdict import Verdict, either

ENOUGH = 12
TWICE = 2.0
DEVIATIONS = 10.0
MATTERS = 0.1  # share of the first loss
MANY = 0.05
RAISED = 1.5  # a rate that rises by this factor at once: a warm restart


@dataclass(frozen=True)
class Spikes:
    count: int
    share: float  # of all points that are part of one
    step: float | None
    unit: str
    factor: float


def measure(training_curve: Curve, rates: Curve | None = None) -> Spikes:
    curve = training_curve.as_shares(ENOUGH)
    reach = int(np.clip(curve.points // 20, 3, 100))
    around = np.maximum(running_median(curve.values, reach), 1e-30)
    above = np.log(np.maximum(curve.values, 1e-30) / around)
    high = above > max(np.log(TWICE), DEVIATIONS * spread(above))
    high &= curve.values - around > MATTERS * curve.start
    # The first values fall steeply, and what has not come back by the end is no spike.
    high[:3] = high[-2:] = False
    high &= np.arange(high.size) >= _first_fall(curve)
    high &= ~_after_restart(curve, rates, reach)
    starts = np.flatnonzero(high & ~np.concatenate(([False], high[:-1])))
    places = np.flatnonzero(high)
    top = places[np.argmax(above[places])] if places.size else None
    return Spikes(
        count=int(starts.size),
        share=float(high.mean()),
        step=float(curve.x[starts[0]]) if starts.size else None,
        unit=curve.unit,
        factor=float(np.exp(above[top])) if top is not None else 1.0,
    )


def _first_fall(curve: Curve) -> int:
    """Before this place the loss has not yet come below where it began."""
    below = np.flatnonzero(curve.values < curve.start)
    return int(below[0]) if below.size else curve.points


def _after_restart(curve: Curve, rates: Curve | None, reach: int) -> np.ndarray:
    """Places just after a rate that was raised on purpose."""
    after = np.zeros(curve.points, bool)
    if rates is None:
        return after
    for i in np.flatnonzero(rates.values[1:] > RAISED * rates.values[:-1]) + 1:
        at = int(np.searchsorted(curve.x, rates.x[i]))
        after[max(0, at - 1) : at + reach + 1] = True
    return after


def judge(spikes: Spikes) -> Verdict:
    return either(spikes.count > 0 and spikes.share <= MANY)
