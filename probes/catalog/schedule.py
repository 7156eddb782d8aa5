"""How the learning rate changes during training.

What it measures
    The shape of the logged rates: constant, in steps, straight in the logarithm, a half cosine,
    with a rise before.
Why it matters
    Several findings are read differently under different schedules.
Limits
    Steps at equal distances are called step although a plateau rule can give them too; steps at
    uneven distances may be either: other.
Source
    Definitions of the schedules.
"""

from dataclasses import dataclass

import numpy as np

from probes.curve import Curve
from probes.verdict import Verdict, valued

ENOUGH = 5
SAME = 1e-3
FITS = 0.03  # of the peak
LONG_RISE = 0.15  # share of the run: a one-cycle rises for about a third of it
LEVELS = 0.3  # share of the points at most that are different values, in steps


@dataclass(frozen=True)
class Shape:
    value: str
    peak: float
    last: float


def measure(rates: Curve) -> Shape:
    values = rates.at_least(ENOUGH).values
    peak, top = float(values.max()), int(values.argmax())
    return Shape(_shape(values / peak, top / values.size), peak, float(values[-1]))


def _shape(rates: np.ndarray, rise: float) -> str:
    if np.ptp(rates) < SAME:
        return "none"
    top = int(rates.argmax())
    falling = rates[top:]
    if np.any(np.diff(falling) > SAME) or np.any(np.diff(rates[: top + 1]) < -SAME):
        return "other"
    if rise > LONG_RISE:
        return "one_cycle" if falling.size > 2 and falling[-1] < rates[0] * 1.5 else "other"
    if top > 0 and rates[0] < 0.9:
        return "warmup_decay"
    return _falling(falling)


def _falling(rates: np.ndarray) -> str:
    moves = np.flatnonzero(np.abs(np.diff(rates)) > SAME)
    if moves.size + 1 <= max(2, LEVELS * rates.size):
        return "step"
    t = np.linspace(0, 1, rates.size)
    low = rates[-1]
    cosine = low + (1 - low) * (1 + np.cos(np.pi * t)) / 2
    if np.abs(rates - cosine).max() < FITS:
        return "cosine"
    if low > 0 and np.abs(rates - np.exp(np.log(low) * t)).max() < FITS:
        return "exponential"
    return "other"


def judge(shape: Shape) -> Verdict:
    return valued(shape.value)
