"""Loss swings late and does not settle.

What it measures
    Over the last third: the spread around the smoothed curve, and the fall.
Why it matters
    A floor of noise set by the rate and the batch size: a lower rate would go below it.
Limits
    As for oscillation, points are medians over a 200th of the run. A loss that is nearly gone, or
    never fell, is not meant.
Source
    Bottou, Curtis and Nocedal 2018, section 4: with a constant rate SGD ends in a noise ball.
    Thresholds are our choice.
"""

from dataclasses import dataclass

import numpy as np

from probes.curve import Curve
from probes.robust import last, trend
from probes.verdict import Verdict, either

ENOUGH = 12
LARGE = 0.10
FALLS = 0.10  # share over the last third: still getting on
FELL = 0.10
SURE = -2.0  # Mann-Kendall z of a fall
BATCH_NOISE = 1.5  # times what independent batches explain
MATTERS = 0.02  # share of the start


@dataclass(frozen=True)
class Floor:
    noise: float
    level: float
    drop: float
    total_drop: float
    against_start: float
    over_batch_noise: float
    trend: float


def measure(training_curve: Curve) -> Floor:
    curve = training_curve.as_shares(ENOUGH)
    tail = last(curve.coarse, 1 / 3)
    level = float(np.median(tail))
    half = tail.size // 2
    drop = 1.0 - float(np.median(tail[half:])) / max(float(np.median(tail[:half])), 1e-30)
    noise = curve.noise(1 / 3)
    top = max(curve.start, float(np.median(curve.coarse[:3])))
    over = noise / max(curve.batch_noise, 1e-30)
    return Floor(
        noise / max(level, 1e-30), level, drop, 1.0 - level / top, noise / top, over, trend(tail)
    )


def judge(floor: Floor) -> Verdict:
    swings = floor.noise >= LARGE and floor.over_batch_noise > BATCH_NOISE
    swings = swings and floor.against_start >= MATTERS
    falls = floor.drop >= FALLS and floor.trend < SURE
    return either(swings and not falls and floor.total_drop > FELL)
