"""The first steps are unstable.

What it measures
    The highest smoothed loss of the first steps against the first losses, and whether the noise
    of single steps could explain it.
Why it matters
    A full rate meets fresh weights, or Adam's fresh averages, and throws the model far off.
Limits
    Needs the loss of steps from the beginning on.
Source
    Liu et al. 2020 (RAdam), https://arxiv.org/abs/1908.03265; the factor is our choice.
"""

from dataclasses import dataclass

import numpy as np

from probes.curve import Curve
from probes.refusal import Refusal
from probes.robust import smoothed, spread
from probes.verdict import Verdict, either

FIRST_STEPS = 500
ENOUGH = 20
START_WITHIN = 20.0  # the first logged step must be one of these
HIGHER, NOISES = 1.3, 5.0


@dataclass(frozen=True)
class Beginning:
    steps: int
    start: float
    peak: float
    noise: float


def measure(training_curve: Curve) -> Beginning:
    curve = training_curve.as_shares(ENOUGH)
    if curve.unit != "step" or curve.x[0] > START_WITHIN:
        raise Refusal("logged_too_coarsely")
    early = curve.values[curve.x <= curve.x[0] + FIRST_STEPS]
    early = early[: max(ENOUGH, curve.points // 4)]
    if early.size < ENOUGH:
        raise Refusal("logged_too_coarsely")
    calm = smoothed(early, 2)
    span = float(curve.x[early.size - 1] - curve.x[0])
    start = max(float(early[0]), float(np.median(early[:3])))
    return Beginning(int(span) + 1, start, float(calm[1:].max()), spread(np.diff(early)))


def judge(beginning: Beginning) -> Verdict:
    rise = beginning.peak - beginning.start
    return either(beginning.peak > HIGHER * beginning.start and rise > NOISES * beginning.noise)
