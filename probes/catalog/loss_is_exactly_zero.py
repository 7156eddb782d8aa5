"""Loss exactly zero.

What it measures
    Training losses that are 0.0, and whether the loss had come down to it.
Why it matters
    A real loss on real data is hardly ever zero: no label counted, a mask is empty, a head has
    one output under softmax.
Limits
    A log that keeps few digits shows zero where the loss is merely small: not judged. A loss
    that has fallen to a thousandth before is memorised data.
Source
    Our choice.
"""

from dataclasses import dataclass

import numpy as np

from probes.curve import Curve
from probes.verdict import ABSENT, Verdict, either, unknown

CAME_DOWN = 1e-3  # of the first value
DIGITS = 1e-5  # the smallest value above zero in a log that keeps its digits


@dataclass(frozen=True)
class Zeros:
    count: int
    total: int
    step: float | None
    unit: str
    before: float | None  # median of the values before the first zero, as a share of the start
    smallest: float | None  # above zero


def measure(training_curve: Curve) -> Zeros:
    curve = training_curve.at_least(1)
    zeros = np.flatnonzero(curve.values == 0)
    above = curve.values[curve.values > 0]
    before, step = None, None
    if zeros.size:
        step = float(curve.x[zeros[0]])
        earlier = curve.values[max(0, zeros[0] - 5) : zeros[0]]
        first = abs(float(curve.values[0]))
        before = float(np.median(np.abs(earlier))) / first if earlier.size and first else None
    smallest = float(above.min()) if above.size else None
    return Zeros(int(zeros.size), curve.points, step, curve.unit, before, smallest)


def judge(zeros: Zeros) -> Verdict:
    if not zeros.count:
        return ABSENT
    if zeros.before is not None and zeros.before < CAME_DOWN:
        return ABSENT
    if zeros.smallest is not None and zeros.smallest > DIGITS and zeros.before is not None:
        small = zeros.before < 100 * CAME_DOWN
        return unknown("log_keeps_few_digits") if small else either(True)
    return either(True)
