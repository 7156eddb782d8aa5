"""Training accuracy.

What it measures
    The last training accuracy, 0 to 1.
Why it matters
    Whether the training set is fitted at all.
Limits
    With dropout on, or as a running mean, it lies below that of the final model.
Source
    Exact.
"""

from dataclasses import dataclass

from probes.curve import Curve
from probes.verdict import Verdict, valued


@dataclass(frozen=True)
class Last:
    value: float


def measure(training_accuracy: Curve) -> Last:
    return Last(float(training_accuracy.at_least(1).values[-1]))


def judge(last: Last) -> Verdict:
    return valued(last.value)
