"""The learning rate is never lowered.

What it measures
    The last logged rate against the highest.
Why it matters
    A constant rate leaves a floor of noise that a lower one goes below.
Limits
    Needs the rate in the history, at enough places.
Source
    Exact.
"""

from dataclasses import dataclass

from probes.curve import Curve
from probes.verdict import Verdict, either

ENOUGH = 5
SAME = 0.99


@dataclass(frozen=True)
class Rates:
    rate: float
    highest: float
    points: int


def measure(rates: Curve) -> Rates:
    curve = rates.at_least(ENOUGH)
    return Rates(float(curve.values[-1]), float(curve.values.max()), curve.points)


def judge(found: Rates) -> Verdict:
    return either(found.rate >= SAME * found.highest)
