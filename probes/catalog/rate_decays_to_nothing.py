"""The rate decays to nothing early.

What it measures
    The place from which the rate stays below 1 % of its peak.
Why it matters
    From there on the run costs time and changes nothing.
Limits
    In the last fifth of the run that is how schedules end.
Source
    Below 1 % of the peak before 80 % of the run: our choice, as in the words of the finding.
"""

from dataclasses import dataclass

import numpy as np

from probes.curve import Curve
from probes.verdict import Verdict, either

ENOUGH = 5
NOTHING, EARLY = 0.01, 0.8


@dataclass(frozen=True)
class Decay:
    peak: float
    last: float
    share: float  # of the run; 1 where it never stays below


def measure(rates: Curve) -> Decay:
    curve = rates.at_least(ENOUGH)
    peak = float(curve.values.max())
    alive = np.flatnonzero(curve.values >= NOTHING * peak)
    first_dead = min(int(alive[-1]) + 1, curve.points - 1)
    length = max(float(curve.x[-1] - curve.x[0]), 1e-30)
    dead = alive[-1] < curve.points - 1
    share = float(curve.x[first_dead] - curve.x[0]) / length if dead else 1.0
    return Decay(peak, float(curve.values[-1]), share)


def judge(decay: Decay) -> Verdict:
    return either(decay.share < EARLY)
