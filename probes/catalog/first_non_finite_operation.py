"""Which operation is the first to produce NaN or infinity, and in which line.

What it measures
    If the loss or a gradient of the batch is not finite: every result is looked at element by
    element, then every gradient; the culprit has sound inputs and a broken result, or a result
    with a sound gradient and an input without. Weights that are NaN already are drawn anew, so
    that what broke them can be seen to happen again, and made larger until it does (`gain`).

Why it matters
    It names the line of the person's own code that has to change.

Limits
    Says nothing where this batch stays finite: the value that broke the run may be in another
    one. An infinity that is written on purpose (a mask) is passed over.

Source
    Exact, by the definition.
"""

from dataclasses import dataclass

from probes.passes import non_finite
from probes.passes.numeric import NumericPass
from probes.verdict import Verdict, unknown, valued


@dataclass(frozen=True)
class Measured:
    cause: str
    operation: str
    where: str
    code: str
    direction: str
    redrawn: bool
    gain: float


def measure(numeric_pass: NumericPass) -> Measured:
    found = None if numeric_pass.finite else non_finite.find(numeric_pass.objective)
    if found is None:
        return Measured("none", "", "", "", "", numeric_pass.redrawn, numeric_pass.gain)
    return Measured(
        found.cause,
        found.operation,
        found.where,
        found.code,
        found.direction,
        numeric_pass.redrawn,
        numeric_pass.gain,
    )


def judge(measured: Measured) -> Verdict:
    if measured.cause == "operation":
        return valued(measured.operation)
    if measured.cause == "inputs":
        return unknown("inputs_not_finite")
    if measured.cause == "weights" or measured.redrawn:
        return unknown("weights_not_finite")
    return unknown("everything_finite")
