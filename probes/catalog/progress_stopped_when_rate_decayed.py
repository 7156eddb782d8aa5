"""Progress stops when the rate has decayed.

What it measures
    Where the loss goes flat for good, and the rate there as a share of its peak.
Why it matters
    The schedule took the rate away while there was still something to learn.
Limits
    Flat in the last third of the run is where every schedule ends: not meant. A loss that is
    nearly gone has nothing left to learn.
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


@dataclass(frozen=True)
class Stop:
    epoch: float
    unit: str
    share: float  # rate over its peak
    at: float  # share of the run
    left: float


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
    return Stop(x, curve.unit, rate / peak, float(x - curve.x[0]) / length, curve.end / curve.start)


def judge(stop: Stop) -> Verdict:
    return either(0 < stop.at < EARLY and stop.share < NOTHING and stop.left > LEFT)
