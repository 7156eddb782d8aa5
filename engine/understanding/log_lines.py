"""What the lines of a pasted log say together that one line alone does not."""

import re
from collections.abc import Iterator

from engine.understanding.figure import Figure

# Keras prints the epoch on a line of its own, the measures on the next.
EPOCH_LINE = re.compile(r"^\W*epoch[ :=\[#]*(\d+)\]? ?(?:/|of) ?\d+\W*$", re.M)
MEASURES = re.compile("[\ue001-\ue008]")


def logged(marked: str) -> Iterator[Figure]:
    epochs = list(EPOCH_LINE.finditer(marked))
    if epochs and MEASURES.search(marked):
        yield Figure("epochs_done", float(epochs[-1][1]), *epochs[-1].span())
