"""No warm-up of the learning rate.

What it measures
    The first logged rate against the highest of the first half.
Why it matters
    Fresh weights and fresh averages of Adam meet the full rate at once; transformers mind.
Limits
    Where rates are logged by the epoch a warm-up may have been over after the first: not judged.
Source
    Exact; 0.9 of the peak leaves room for a decay that begins at once.
"""

from dataclasses import dataclass

from probes.curve import Curve
from probes.verdict import ABSENT, Verdict, either, unknown

ENOUGH = 5
FULL = 0.9
BEGINNING = 0.02  # share of the run within which the first rate must be logged


@dataclass(frozen=True)
class Beginning:
    rate: float
    peak: float
    unit: str
    first_at: float  # share of the run


def measure(rates: Curve) -> Beginning:
    curve = rates.at_least(ENOUGH)
    peak = float(curve.values[: (curve.points + 1) // 2].max())
    first_at = float(curve.x[0]) / max(float(curve.x[-1]), 1e-30)
    return Beginning(float(curve.values[0]), peak, curve.unit, first_at)


def judge(beginning: Beginning) -> Verdict:
    if beginning.rate < FULL * beginning.peak:
        return ABSENT
    if beginning.unit != "step" or beginning.first_at > BEGINNING:
        return unknown("logged_too_coarsely")
    return either(True)
