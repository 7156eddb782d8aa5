"""Loss is NaN before any training.

What it measures
    Whether the very first logged loss, of step 0 or 1, is not finite. With a model whose weights
    are finite and a batch: whether the loss of the batch is.
Why it matters
    No update can be to blame then: the data, the weights as loaded or the forward pass are.
Limits
    The mean of a whole epoch hides which step came first: not judged.
Source
    Our choice, exact.
"""

from dataclasses import dataclass

from probes.curve import Curve
from probes.passes.redrawn import broken
from probes.passes.training import TrainingPass
from probes.shelf import Missing
from probes.verdict import ABSENT, Verdict, either, unknown

FIRST_STEPS = 1.0  # the loss of step 1 is computed before its update


@dataclass(frozen=True)
class FirstLoss:
    finite: bool
    step: float
    unit: str
    value: str


def measure(
    training_curve: Curve | None = None, training_pass: TrainingPass | None = None
) -> FirstLoss:
    if training_pass is not None and not broken(training_pass.objective.program):
        return FirstLoss(training_pass.finite, 0.0, "step", f"{training_pass.loss:g}")
    if training_curve is None:
        raise Missing("training_loss")
    first, step = float(training_curve.logged[0]), float(training_curve.logged_x[0])
    return FirstLoss(training_curve.bad != 0, step, training_curve.unit, f"{first:g}")


def judge(first: FirstLoss) -> Verdict:
    if first.finite:
        return ABSENT
    if first.unit != "step" or first.step > FIRST_STEPS:
        return unknown("logged_too_coarsely")
    return either(True)
