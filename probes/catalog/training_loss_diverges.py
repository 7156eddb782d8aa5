"""Training loss diverges.

What it measures
    How far the end lies above the lowest smoothed value and above the start, whether it still
    rises, and whether the rise is more than noise.
Why it matters
    Each further step makes the model worse.
Limits
    A loss that went up and stays there flat is a collapse or a plateau. A rise of a loss that is
    nearly gone, or after a warm restart, does not count.
Source
    End above 1.5 times the lowest value and still rising, as in the words of the finding;
    TheDeepChecker (TOSEM 2023) uses 2.
"""

from dataclasses import dataclass

import numpy as np

from probes.curve import Curve
from probes.robust import last, trend
from probes.verdict import Verdict, either

ENOUGH = 5
ABOVE_LOWEST = 1.5
OF_START = 0.3  # the rise, as a share of the start: else the loss is nearly gone
RISING = 2.0  # Mann-Kendall z since the lowest value
FEW = 8  # with fewer points since the lowest value z cannot be sure: nearly all must rise
NOISES = 4.0
FAR = 10.0  # times the start: no trend has to prove that


@dataclass(frozen=True)
class Divergence:
    step: float
    unit: str
    start: float
    lowest: float
    end: float
    rise_in_noise: float
    since_lowest: int
    trend: float
    late_trend: float


def measure(training_curve: Curve) -> Divergence:
    curve = training_curve.as_shares(ENOUGH)
    since = curve.coarse[curve.best_at :]
    noise = max(curve.noise(), 1e-12 + 1e-3 * curve.best)
    return Divergence(
        step=curve.place(curve.best_at),
        unit=curve.unit,
        start=curve.start,
        lowest=curve.best,
        end=curve.end,
        rise_in_noise=(curve.end - curve.best) / noise,
        since_lowest=int(since.size),
        trend=trend(since),
        late_trend=float(np.median(last(curve.coarse, 0.1)) - np.median(last(curve.coarse, 0.4))),
    )


def judge(run: Divergence) -> Verdict:
    if run.end > FAR * max(run.start, run.lowest):
        return either(True)
    rise = run.end - run.lowest
    far = run.end > ABOVE_LOWEST * run.lowest and rise > OF_START * run.start
    needed = RISING if run.since_lowest >= FEW else 1.0
    rising = run.trend > needed and run.late_trend > 0.1 * rise and run.since_lowest >= 3
    return either(far and rising and run.rise_in_noise > NOISES)
