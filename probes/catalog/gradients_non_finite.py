"""A gradient contains NaN or infinity.

What it measures
    Whether the gradient of every parameter is finite after one backward pass on the batch.

Why it matters
    The next optimizer step spreads it over all weights.

Limits
    Says that, not where from: see first_non_finite_operation.

Source
    Exact.
"""

from dataclasses import dataclass

from probes.passes.training import TrainingPass
from probes.verdict import Verdict, either


@dataclass(frozen=True)
class Measured:
    count: int
    total: int
    layer: str


def measure(training_pass: TrainingPass) -> Measured:
    broken = [g.name for g in training_pass.gradients.values() if not g.finite]
    return Measured(len(broken), len(training_pass.gradients), broken[0] if broken else "")


def judge(measured: Measured) -> Verdict:
    return either(measured.count > 0)
