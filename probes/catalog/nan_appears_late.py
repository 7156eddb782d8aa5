"""NaN after a long time without one.

What it measures
    How many steps, or epochs, were finite before the first loss that is not.
Why it matters
    The code can be right and the numbers drift: overflow, a rare sample, a denominator that
    shrinks, a rate that is too high.
Limits
    Epochs count as late from the third on.
Source
    Our choice; the words of the finding say hundreds of steps.
"""

from dataclasses import dataclass

from probes.curve import Curve, only_gaps
from probes.verdict import ABSENT, Verdict, either, unknown

LATE_STEPS, LATE_EPOCHS = 100, 3


@dataclass(frozen=True)
class Before:
    bad: bool
    only_gaps: bool
    steps: int
    step: float | None
    unit: str
    logged_apart: float  # steps between two logged values


def measure(training_curve: Curve) -> Before:
    bad = training_curve.bad
    x = training_curve.logged_x
    apart = float((x[-1] - x[0]) / (x.size - 1)) if x.size > 1 else 1.0
    if bad is None:
        return Before(False, False, x.size, None, training_curve.unit, apart)
    gaps = only_gaps(training_curve.logged)
    return Before(True, gaps, bad, float(x[bad]), training_curve.unit, apart)


def judge(before: Before) -> Verdict:
    if not before.bad:
        return ABSENT
    if before.only_gaps:
        return unknown("nan_may_be_gaps")
    if before.unit == "step":
        return either(before.steps * max(before.logged_apart, 1.0) >= LATE_STEPS)
    return either(before.steps >= LATE_EPOCHS)
