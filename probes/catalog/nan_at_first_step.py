"""NaN right after the first update.

What it measures
    Whether the first loss is finite and the next step's is not.
Why it matters
    One backward pass was enough: a gradient is NaN (a root at zero, a division) or the step far
    too large.
Limits
    Judged on losses of single steps only.
Source
    Our choice, exact.
"""

from dataclasses import dataclass

from probes.curve import Curve
from probes.verdict import ABSENT, Verdict, either, unknown

FIRST_STEPS = 2.0  # the first value may be called step 0 or 1


@dataclass(frozen=True)
class FirstUpdate:
    bad: int | None  # how many finite losses come before the first bad one
    step: float | None
    unit: str
    first: float


def measure(training_curve: Curve) -> FirstUpdate:
    bad = training_curve.bad
    step = None if bad is None else float(training_curve.logged_x[bad])
    return FirstUpdate(bad, step, training_curve.unit, float(training_curve.logged[0]))


def judge(first: FirstUpdate) -> Verdict:
    if first.bad is None or first.bad > 1:
        return ABSENT
    if first.unit != "step" or first.step > FIRST_STEPS:
        return unknown("logged_too_coarsely") if first.bad == 0 else ABSENT
    return either(first.bad == 1)
