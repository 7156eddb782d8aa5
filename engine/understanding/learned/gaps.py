"""How a number is joined to the one before it: in a list, by a change, in one clause or not."""

import re
from collections.abc import Sequence
from itertools import pairwise

from engine.understanding.learned.spotted import Spotted

LETTER = re.compile(r"[a-z\u4e00-\u9fff]")
CHANGE = re.compile(r"->|=>|→|\bto\b|到|改成|变成|换成|成")
SPACES = re.compile(r"\s+")
SHORT, SHORT_CHANGE = 8, 24  # characters
JOINTS = ("list", "change", "clause", "far")


def joined(text: str, one: Spotted, other: Spotted) -> str:
    between = text[one.end : other.start]
    if len(between) <= SHORT and not LETTER.search(between):
        return SPACES.sub(" ", between)
    if CHANGE.search(between) and len(between) < SHORT_CHANGE:
        return "to"
    if "\n" in between or "." in between:
        return "far"
    return "," if "," in between or ";" in between else "words"


def joints(text: str, numbers: Sequence[Spotted]) -> list[int]:
    """Which of JOINTS stands before each number; the first one's says nothing."""
    return [0, *(_kind(joined(text, one, other)) for one, other in pairwise(numbers))]


def _kind(gap: str) -> int:
    if gap == "to" or ">" in gap or "→" in gap:
        return 1
    if gap in (",", "words"):
        return 2
    return 3 if gap == "far" else 0
