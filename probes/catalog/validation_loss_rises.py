"""Validation loss falls, then rises.

What it measures
    The lowest smoothed validation loss, how far the end lies above it, whether the trend since is
    sure, and how much of the first loss the rise is.
Why it matters
    From that place on the model learns what holds for the training set alone.
Limits
    At least AFTER evaluations since the lowest. A rise of a loss that is nearly gone is no alarm.
Source
    Rise of 10 % with Mann-Kendall z above 2: research of ours (0.9 of overfitted, no healthy run).
"""

from dataclasses import dataclass

from probes.curve import Curve
from probes.robust import trend
from probes.verdict import Verdict, either

ENOUGH = 6
RISE = 0.10
OF_START = 0.05
SURE = 2.0
AFTER = 4
NOISES = 2.0


@dataclass(frozen=True)
class Rise:
    epoch: float
    unit: str
    best: float
    end: float
    against_start: float
    since: int
    trend: float
    noise: float


def measure(validation_curve: Curve, training_curve: Curve | None = None) -> Rise:
    curve = validation_curve.as_shares(ENOUGH)
    after = curve.coarse[curve.best_at :]
    return Rise(
        epoch=curve.place(curve.best_at),
        unit=curve.unit,
        best=curve.best,
        end=curve.end,
        against_start=(curve.end - curve.best) / first_loss(curve, training_curve),
        since=int(after.size) - 1,
        trend=trend(after),
        noise=curve.noise(),
    )


def first_loss(validation: Curve, training: Curve | None) -> float:
    """The higher of both first losses: after an epoch the validation loss may be low already."""
    first = max(float(validation.coarse[0]), validation.start, 1e-30)
    return max(first, float(training.coarse[0])) if training and training.points else first


def judge(rise: Rise) -> Verdict:
    above = rise.end > (1 + RISE) * rise.best and rise.against_start > OF_START
    sure = rise.trend > SURE and rise.end - rise.best > NOISES * rise.noise
    return either(above and sure and rise.since >= AFTER)
