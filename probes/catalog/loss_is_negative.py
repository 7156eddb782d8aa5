"""Loss below zero.

What it measures
    Training losses below zero, beyond rounding.
Why it matters
    Cross-entropy, squared error and CTC cannot be negative: a sign, a missing logarithm, a
    logit where a probability belongs.
Limits
    Densities, rewards and some contrastive losses are negative by design: not judged where neither
    an accuracy is logged nor the model tells that the loss is none of these.
Source
    Definition of the losses.
"""

from dataclasses import dataclass

import numpy as np

from probes.curve import Curve
from probes.passes.objective import Objective
from probes.verdict import ABSENT, PRESENT, Verdict, unknown

ROUNDING = 1e-6


@dataclass(frozen=True)
class Below:
    count: int
    lowest: float
    never_below: bool  # the loss is one of those that cannot be


def measure(
    training_curve: Curve,
    training_accuracy: Curve | None = None,
    validation_accuracy: Curve | None = None,
    objective: Objective | None = None,
) -> Below:
    values = training_curve.at_least(1).values
    never = bool(training_accuracy or validation_accuracy)
    if objective is not None and objective.targets is not None:
        never |= objective.loss_kind is not None or not objective.targets.is_floating_point()
    return Below(int(np.count_nonzero(values < -ROUNDING)), float(values.min()), never)


def judge(below: Below) -> Verdict:
    if not below.count:
        return ABSENT
    return PRESENT if below.never_below else unknown("loss_may_be_a_density")
