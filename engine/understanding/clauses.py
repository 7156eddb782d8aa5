"""Sentences of a message and the clauses within them."""

import re
from collections.abc import Iterator

SENTENCE = re.compile(r"(?:[^.!?;\n]|\.(?=\S)|;(?=\s*\n?\s*\w+ ?=))+[.!?;]*")
LONGEST_SENTENCE = 500  # characters; longer ones are cut, so that reading time stays linear
BREAK = re.compile(
    r"[,;:.!?。\n()]| but | however | yet | whereas | while |但是?|而是|可是|不过|就是|只是|因为|\bbecause\b| and (?=i )"
)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    for found in SENTENCE.finditer(text):
        if found.group().strip():
            for start in range(found.start(), found.end(), LONGEST_SENTENCE):
                yield start, min(start + LONGEST_SENTENCE, found.end())


def clause(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch around a match that no comma, stop or "but" interrupts."""
    before = [found.end() for found in BREAK.finditer(text, 0, start) if found.end() <= start]
    after = BREAK.search(text, end)
    return (before[-1] if before else 0), (after.start() if after else len(text))
