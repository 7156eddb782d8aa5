"""The numbers of one log line, each with the name that stands before it.

Works from number to number: what lies between two numbers is the name of the second one. That is
linear in the length of the line, whatever the line holds. Lines of one print statement differ in
their numbers alone: how they are read is decided once for all of them.
"""

import re

from probes.formats.log_text.slots import Found, Kind, slots

_NUMBER = re.compile(
    r"((?<![A-Za-z0-9_@.])(?<![A-Za-z0-9_]-)"
    r"(?:[-+]?(?:\d+(?:,\d{3})*(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?"
    r"|[-+]?(?:nan|inf(?:inity)?)(?![A-Za-z]))(?:\s?%)?)",
    re.I,
)
_LONGEST_KEPT = 2000  # characters of words; a longer line's reading is not kept for the next


def pairs(line: str) -> list[Found]:
    """All named numbers of a line, and its first bare counter."""
    parts = _NUMBER.split(line)
    numbers = parts[1::2]
    if not numbers:
        return []
    read = slots if len(line) <= _LONGEST_KEPT else slots.__wrapped__
    found: list[Found] = []
    bare = False
    for slot in read(tuple(parts[::2]), _kinds(numbers, "%" in line)):
        value = _value(numbers[slot.number])
        total = None if slot.total is None else _value(numbers[slot.total])
        if not slot.name:
            if bare or (slot.only_within and not (total and value <= total)):
                continue
            bare = True
        elif total and slot.is_share and 0 <= value <= total:
            value /= total
        found.append((slot, value, total))
    return found


def _kinds(numbers: list[str], has_shares: bool) -> tuple[Kind, ...]:
    """What of the numbers matters for the reading of their line."""
    if has_shares:
        return tuple(map(_kind, numbers))
    if min(numbers) >= "0" and max(numbers) < ":":  # every one begins with a digit
        return tuple(map(str.isdigit, numbers))
    return tuple(map(_kind, numbers))


def _kind(number: str) -> Kind:
    if number[-1] == "%":
        return "share"
    if number[0].isdigit():
        return number.isdigit()
    return "word" if number[0].isalpha() else "signed"


def _value(number: str) -> float:
    try:
        return float(number)
    except ValueError:
        scale = 0.01 if number.endswith("%") else 1.0
        return float(number.rstrip("% ").replace(",", "")) * scale
