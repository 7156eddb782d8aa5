"""A logarithm is taken of zero or nearly so.

What it measures
    The smallest argument of every logarithm on this batch.

Why it matters
    log(0) is minus infinity; just above it the slope 1 / x is huge.

Limits
    Zeros that this batch lacks are not seen. log_softmax, log1p and the losses of torch are safe
    inside and left out.

Source
    The slope passes 1e12 below 1e-12, and softmax underflows to 0 not far beyond.
"""

from dataclasses import dataclass

from probes.passes.hazards import worst_argument
from probes.passes.numeric import NumericPass
from probes.passes.watch import LOGARITHMS
from probes.verdict import Verdict, either

SMALLEST_SAFE = 1e-12


@dataclass(frozen=True)
class Measured:
    where: str
    smallest: float
    places: int
    risky: bool


def measure(numeric_pass: NumericPass) -> Measured:
    found = worst_argument(numeric_pass, LOGARITHMS, "low")
    return Measured(found.where, found.value, found.places, found.value < SMALLEST_SAFE)


def judge(measured: Measured) -> Verdict:
    return either(measured.risky)
