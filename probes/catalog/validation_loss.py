"""Validation loss.

What it measures
    The last finite validation loss.
Why it matters
    Against the training loss it says whether what was learned holds.
Limits
    One evaluation is noisy where the set is small.
Source
    Exact.
"""

from dataclasses import dataclass

from probes.curve import Curve
from probes.verdict import Verdict, valued


@dataclass(frozen=True)
class Last:
    value: float


def measure(validation_curve: Curve) -> Last:
    return Last(float(validation_curve.at_least(1).values[-1]))


def judge(last: Last) -> Verdict:
    return valued(last.value)
