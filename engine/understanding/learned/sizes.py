"""What kind of number one is: its shape, unit and magnitude."""

import math

from engine.understanding.learned.spotted import Spotted

POWERS = {str(2**n) for n in range(1, 16)}
# From below: up to which value a number of digits alone is of which shape.
WHOLE = ((1, "int0"), (9, "int1"), (100, "int2"), (999, "int3"))
BROKEN = ((0.0109, "tiny"), (0.9999, "part"))
MILLION = 1e6
FIRST = 6  # digits


def shape(one: Spotted) -> str:
    """The one feature of it that others are joined with."""
    value = abs(one.worth)
    if not one.digits[-1].isdigit():
        return "word"
    if one.unit:
        return "pct" if one.unit == "%" else "k" if value < MILLION else "m"
    steps, last = (WHOLE, "int4") if one.digits.isdigit() else (BROKEN, "dec")
    return next((name for most, name in steps if value <= most), last)


def sizes(one: Spotted) -> list[str]:
    value = abs(one.worth)
    kind = "e" if "e" in one.digits else "." if "." in one.digits else "1"
    found = [f"S={shape(one)}", f"K={kind}", f"U={one.unit}", f"D={one.digits[:FIRST]}"]
    found.append(f"M={math.floor(math.log10(value)) if value else 'zero'}")
    if one.digits in POWERS:
        found.append("2^n")
    if one.digits.endswith("00"):
        found.append("00")
    return found
