"""Loss drops when the rate is lowered.

What it measures
    At each sudden fall of the logged rate, the loss just before against that just after, less what
    it fell in the window before.
Why it matters
    The rate before was too high for that stage; an earlier fall would have saved time.
Limits
    Needs the rate in the history. Smooth schedules have no step to look at.
Source
    Drop of 15 %, and three times that of the window before: research of ours.
"""

from dataclasses import dataclass

import numpy as np

from probes.curve import Curve
from probes.refusal import Refusal
from probes.verdict import Verdict, either, unknown

ENOUGH = 8
STEP = 0.6  # a rate that falls below this share of itself at once
DROP, TIMES = 0.15, 3.0
OF_START = 0.01


@dataclass(frozen=True)
class Step:
    steps: int
    epoch: float | None = None
    unit: str = ""
    rate_before: float | None = None
    rate_after: float | None = None
    drop: float = 0.0
    drop_before: float = 0.0
    against_start: float = 0.0


def measure(training_curve: Curve, rates: Curve) -> Step:
    curve = training_curve.as_shares(ENOUGH)
    if rates.points < 3:
        raise Refusal("too_few_points", points=rates.points, needed=3)
    falls = np.flatnonzero(rates.values[1:] < STEP * rates.values[:-1]) + 1
    found = [_around(curve, rates, i, falls.size) for i in falls[:20]]
    return max((step for step in found if step), key=lambda s: s.drop, default=Step(falls.size))


def _around(curve: Curve, rates: Curve, i: int, steps: int) -> Step | None:
    at = int(np.searchsorted(curve.x, rates.x[i]))
    window = int(np.clip(curve.points // 25, 2, 200))
    if at < 2 * window or at + window + 1 > curve.points:
        return None
    values = curve.values
    long_before = np.median(values[at - 2 * window : at - window])
    before = np.median(values[at - window : at])
    after = np.median(values[at + 1 : at + 1 + window])
    return Step(
        steps,
        float(rates.x[i]),
        curve.unit,
        float(rates.values[i - 1]),
        float(rates.values[i]),
        float(1 - after / max(before, 1e-30)),
        float(1 - before / max(long_before, 1e-30)),
        float((before - after) / curve.start),
    )


def judge(step: Step) -> Verdict:
    if step.epoch is None:
        return unknown("no_sudden_fall_of_rate")
    large = step.drop > max(DROP, TIMES * step.drop_before)
    return either(large and step.against_start > OF_START)
