"""An exponential of a large number.

What it measures
    The largest argument of every `exp` on this batch, against where its result overflows.

Why it matters
    exp(89) is infinite in single precision.

Limits
    softmax, sigmoid and the losses of torch are safe inside and left out.

Source
    exp overflows at 88.7 in float32 and bfloat16, 11.1 in float16, 709.8 in float64; warned from
    nine tenths of that on.
"""

from dataclasses import dataclass

from probes.passes.hazards import worst_argument
from probes.passes.numeric import NumericPass
from probes.passes.watch import EXPONENTIALS
from probes.verdict import Verdict, either

OVERFLOW = 88.7
NEAR = 0.9


@dataclass(frozen=True)
class Measured:
    where: str
    largest: float
    limit: float
    places: int
    risky: bool


def measure(numeric_pass: NumericPass) -> Measured:
    found = worst_argument(numeric_pass, EXPONENTIALS, "high")
    risky = found.value > NEAR * OVERFLOW
    return Measured(found.where, found.value, OVERFLOW, found.places, risky)


def judge(measured: Measured) -> Verdict:
    return either(measured.risky)
