"""The best epoch is long past.

What it measures
    The place of the best smoothed validation loss in the run, and how much worse the end is.
Why it matters
    All that came after made the model worse or changed nothing; the best one may not be kept.
Limits
    The lowest point of a flat, noisy curve is anywhere: the end must be clearly worse.
Source
    Under one half: the words of the finding; clearly worse is our choice.
"""

from dataclasses import dataclass

from probes.catalog.validation_loss_rises import first_loss
from probes.curve import Curve
from probes.verdict import Verdict, either

ENOUGH = 8
HALF = 0.5
WORSE, OF_START, NOISES = 0.08, 0.05, 2.0


@dataclass(frozen=True)
class Best:
    epoch: float
    epochs: float
    unit: str
    share: float
    worse: float
    against_start: float
    in_noise: float


def measure(validation_curve: Curve, training_curve: Curve | None = None) -> Best:
    curve = validation_curve.as_shares(ENOUGH)
    x, rise = curve.place(curve.best_at), curve.end - curve.best
    first, final = float(curve.x[0]), float(curve.x[-1])
    return Best(
        epoch=x,
        epochs=final,
        unit=curve.unit,
        share=(x - first) / max(final - first, 1e-30),
        worse=rise / max(curve.best, 1e-30),
        against_start=rise / first_loss(curve, training_curve),
        in_noise=rise / max(curve.noise(), 1e-30),
    )


def judge(best: Best) -> Verdict:
    clearly = best.worse > WORSE and best.against_start > OF_START and best.in_noise > NOISES
    return either(best.share < HALF and clearly)
