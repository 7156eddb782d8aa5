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

from probes.passes.numeric import NumericPass
from probes.passes.structure import where
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
    run = numeric_pass.run
    lowest: dict[str, float] = {}
    for seen in run.of_kinds(LOGARITHMS):
        read = run.argument_of(seen)
        if read is not None and read.low is not None:
            place = where(seen.node)
            lowest[place] = min(lowest.get(place, read.low), read.low)
    worst = min(lowest, key=lambda place: lowest[place], default="")
    smallest = lowest.get(worst, float("inf"))
    return Measured(worst, smallest, len(lowest), smallest < SMALLEST_SAFE)


def judge(measured: Measured) -> Verdict:
    return either(measured.risky)
