"""A square root is taken of zero or nearly so.

What it measures
    The smallest argument of every square root (also `x ** 0.5`, `rsqrt`) with a gradient, on this
    batch.

Why it matters
    At 0 the value is fine and the slope is infinite: the gradient becomes infinite or NaN.

Limits
    Zeros that this batch lacks are not seen. norm and std have a safe slope at 0 in torch and are
    left out, and roots without a gradient.

Source
    The slope 1 / (2 sqrt(x)) passes half a million below 1e-12.
"""

from dataclasses import dataclass

from probes.passes.numeric import NumericPass
from probes.passes.structure import where
from probes.passes.watch import POWERS, ROOTS
from probes.verdict import Verdict, either

SMALLEST_SAFE = 1e-12


@dataclass(frozen=True)
class Measured:
    where: str
    smallest: float
    places: int
    risky: bool


def measure(numeric_pass: NumericPass) -> Measured:
    run = numeric_pass.run
    lowest: dict[str, float] = {}
    for seen in run.of_kinds(ROOTS | POWERS):
        read = run.argument_of(seen)
        exponent = seen.node.argument("exponent", 0.5)
        steep = isinstance(exponent, (int, float)) and exponent < 1 and exponent != 0
        if steep and seen.learns and read is not None and read.low is not None:
            place = where(seen.node)
            lowest[place] = min(lowest.get(place, read.low), read.low)
    worst = min(lowest, key=lambda place: lowest[place], default="")
    smallest = lowest.get(worst, float("inf"))
    return Measured(worst, smallest, len(lowest), smallest < SMALLEST_SAFE)


def judge(measured: Measured) -> Verdict:
    return either(measured.risky)
