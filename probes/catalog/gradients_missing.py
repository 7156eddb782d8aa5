"""Some parameters that want a gradient get none.

What it measures
    After one backward pass: which parameters with requires_grad on the loss does not depend on.

Why it matters
    They never learn: a branch was detached, or a module is built and not used.

Limits
    A module that is meant to be unused (an auxiliary head that only training elsewhere reads)
    looks the same.

Source
    torch.autograd.grad(allow_unused=True): exact.
"""

from dataclasses import dataclass

from probes.passes.training import TrainingPass
from probes.verdict import Verdict, either


@dataclass(frozen=True)
class Measured:
    count: int
    total: int
    layer: str
    parameters: tuple[str, ...]


def measure(training_pass: TrainingPass) -> Measured:
    missing = tuple(g.name for g in training_pass.gradients.values() if g.missing)
    first = missing[0] if missing else ""
    return Measured(len(missing), len(training_pass.gradients), first, missing)


def judge(measured: Measured) -> Verdict:
    return either(measured.count > 0)
