"""Validation accuracy.

What it measures
    The last validation accuracy, 0 to 1.
Why it matters
    What the model is worth on other data.
Limits
    With unequal classes a high one may mean little.
Source
    Exact.
"""

from dataclasses import dataclass

from probes.curve import Curve
from probes.verdict import Verdict, valued


@dataclass(frozen=True)
class Last:
    value: float


def measure(validation_accuracy: Curve) -> Last:
    return Last(float(validation_accuracy.at_least(1).values[-1]))


def judge(last: Last) -> Verdict:
    return valued(last.value)
