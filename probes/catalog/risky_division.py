"""A division by zero or nearly so.

What it measures
    The smallest magnitude of every denominator on this batch, and how large the quotient gets.

Why it matters
    x / 0 is infinite, 0 / 0 is NaN.

Limits
    Zeros that this batch lacks are not seen. A small denominator under a numerator as small (a
    normalised vector with its eps) is right: unless it is exactly 0, the quotient must be large.

Source
    Two conditions, set on the arithmetic: denominator below 1e-6 and quotient above 1e6.
"""

from dataclasses import dataclass

from probes.passes.numeric import NumericPass
from probes.passes.structure import where
from probes.passes.watch import DIVISIONS
from probes.verdict import Verdict, either

SMALLEST_SAFE = 1e-6
LARGE_QUOTIENT = 1e6


@dataclass(frozen=True)
class Measured:
    where: str
    smallest: float
    largest_quotient: float
    places: int
    risky: bool


def measure(numeric_pass: NumericPass) -> Measured:
    run = numeric_pass.run
    found = []
    for seen in run.of_kinds(DIVISIONS):
        read = run.argument_of(seen)
        if read is not None and read.nearest is not None:
            bad = not seen.bound < LARGE_QUOTIENT  # also where it is NaN
            risky = read.nearest == 0 or (read.nearest < SMALLEST_SAFE and bad)
            found.append((not risky, read.nearest, where(seen.node), seen.bound))
    if not found:
        return Measured("", float("inf"), 0.0, 0, False)
    safe, smallest, place, quotient = min(found)
    return Measured(place, smallest, quotient, len(found), not safe)


def judge(measured: Measured) -> Verdict:
    return either(measured.risky)
