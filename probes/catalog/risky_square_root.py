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

from probes.passes.hazards import worst_argument
from probes.passes.numeric import NumericPass
from probes.passes.watch import POWERS, ROOTS, Operation
from probes.verdict import Verdict, either

SMALLEST_SAFE = 1e-12


@dataclass(frozen=True)
class Measured:
    where: str
    smallest: float
    places: int
    risky: bool


def measure(numeric_pass: NumericPass) -> Measured:
    found = worst_argument(numeric_pass, ROOTS | POWERS, "low", _is_steep)
    return Measured(found.where, found.value, found.places, found.value < SMALLEST_SAFE)


def judge(measured: Measured) -> Verdict:
    return either(measured.risky)


def _is_steep(seen: Operation) -> bool:
    """A root, or a power below 1, through which a gradient flows."""
    exponent = seen.node.argument("exponent", 0.5)
    steep = isinstance(exponent, (int, float)) and exponent < 1 and exponent != 0
    return steep and seen.learns
