"""What the lines of a pasted log say together that one line alone does not."""

import re
from collections.abc import Iterator

from engine.understanding import subjects as s
from engine.understanding.amounts import NUM, UNIT, number
from engine.understanding.figure import Figure, valued
from engine.understanding.set_figures import METRICS

# Keras prints the epoch on a line of its own, the measures on the next.
EPOCH_LINE = re.compile(r"^\W*epoch[ :=\[#]*(\d+)\]? ?(?:/|of) ?\d+\W*$", re.M)
MEASURES = re.compile("[\ue001-\ue008]")

# "epoch 1: 2.31/2.30", and a legend anywhere: "(train/val loss)".
PAIR_LINE = re.compile(
    rf"^\W*(?:epoch|ep|第) ?[:=#]? ?(\d+) ?(?:轮|个epoch)?\W+({NUM})({UNIT}) ?[/,| ] ?({NUM})({UNIT})\W*$",
    re.M,
)
LEGEND = re.compile(rf"{s.BOTH}+([{''.join(METRICS)}])([{''.join(METRICS)}])")


def logged(marked: str) -> Iterator[Figure]:
    epochs = list(EPOCH_LINE.finditer(marked))
    if epochs and MEASURES.search(marked):
        yield Figure("epochs_done", float(epochs[-1][1]), *epochs[-1].span())
    pairs, legend = list(PAIR_LINE.finditer(marked)), LEGEND.search(marked)
    if pairs and legend:
        last = pairs[-1]
        yield Figure("epochs_done", number(last[1]), *last.span(1))
        yield from valued(METRICS[legend[1]], last[2], last[3], last.span(2))
        yield from valued(METRICS[legend[2]], last[4], last[5], last.span(4))
