"""Progress stops when the rate has decayed.

What it measures
    Where the loss goes flat for good, the rate there as a share of its peak, and how much the loss
    still fell just before the rate had lost most of its size.
Why it matters
    The schedule took the rate away while there was still something to learn.
Limits
    Flat in the last third of the run is where every schedule ends: not meant. A loss that is
    nearly gone has nothing left to learn, and one that was flat before the rate fell lost nothing.
Source
    Our choice: below 2 % of the peak before 70 % of the run.
"""

from dataclasses import dataclass

import numpy as np

from probes.curve import Curve
from probes.verdict import Verdict, either

ENOUGH = 10
NOTHING = 0.02  # of the peak
EARLY = 0.7  # share of the run
LEFT = 0.1  # share of the first loss that is left
FLAT = 0.03  # of the start: all that is still to come
MOST = 0.2  # share of the peak below which most of the rate is gone


@dataclass(frozen=True)
class Stop:
    epoch: float
    unit: str
    share: float  # rate over its peak
    at: float  # share of the run
    left: float
    falling: float  # of the first loss, in the stretch before most of the rate was gone


def measure(training_curve: Curve, rates: Curve) -> Stop:
    curve = training_curve.as_shares(ENOUGH)
    lowest_ahead = curve.smooth - np.minimum.accumulate(curve.smooth[::-1])[::-1]
    moves = np.flatnonzero(lowest_ahead > FLAT * curve.start)
    at = int(moves[-1]) + 1 if moves.size else 0
    at = min(at, curve.coarse.size - 1)
    x = curve.place(at)
    rate = float(np.interp(x, rates.x, rates.values))
    peak = float(rates.values[rates.x <= x].max(initial=0.0)) or float(rates.values.max())
    length = max(float(curve.x[-1] - curve.x[0]), 1e-30)
    at_share, left = float(x - curve.x[0]) / length, curve.end / curve.start
    return Stop(x, curve.unit, rate / peak, at_share, left, _falling(curve, rates))


def _falling(curve: Curve, rates: Curve) -> float:
    """Between the halves of the last third of what came before."""
    gone = rates.x[rates.values < MOST * rates.values.max(initial=0.0)]
    until = int(np.searchsorted(curve.coarse_x, gone[0])) if gone.size else curve.coarse.size
    before = curve.coarse[max(until - max(2, until // 3), 0) : until]
    if before.size < 2:
        return 1.0  # the rate was gone at once: all that there was to learn was still to come
    half = before.size // 2
    return float(np.median(before[:half]) - np.median(before[half:])) / curve.start


def judge(stop: Stop) -> Verdict:
    early = 0 < stop.at < EARLY and stop.share < NOTHING and stop.left > LEFT
    return either(early and stop.falling > FLAT)
