"""Loss below zero.

What it measures
    Training losses below zero, beyond rounding.
Why it matters
    Cross-entropy, squared error and CTC cannot be negative: a sign, a missing logarithm, a
    logit where a probability belongs.
Limits
    Densities, rewards and some contrastive losses are negative by design.
Source
    Definition of the losses.
"""

from dataclasses import dataclass

import numpy as np

from probes.curve import Curve
from probes.verdict import Verdict, either

ROUNDING = 1e-6


@dataclass(frozen=True)
class Below:
    count: int
    lowest: float


def measure(training_curve: Curve) -> Below:
    values = training_curve.at_least(1).values
    return Below(int(np.count_nonzero(values < -ROUNDING)), float(values.min()))


def judge(below: Below) -> Verdict:
    return either(below.count > 0)
