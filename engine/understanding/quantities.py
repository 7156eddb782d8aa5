"""Every number of a message whose role is clear, as it is in the present run."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from engine.understanding import stance
from engine.understanding.batches import of_an_update
from engine.understanding.clauses import sentences
from engine.understanding.figure import Figure
from engine.understanding.numbers import figures
from engine.understanding.tables import tabled

# Of these one run has one value; two of them are told of two runs, unless one gave way to the other.
OF_A_RUN = {"learning_rate", "batch_size", "weight_decay", "dropout_rate", "momentum"}
GAVE_WAY = re.compile(
    r"现在|目前|改|换|后来|最后|最终|之前|以前|原来|原先|降|升|调|加到|减到|变|初始|起始|now|current|chang|switch|kept|keep|settl|final|then|lower|rais|reduc|increas|decreas|drop|went|instead|start|initial|before|previous|after|today|->|→|=>|self|mine|实际|真正|actual|effective|\bi use"
)
LOG = re.compile(r"(?:epoch|step|iter)['\"]?[ =:\[]*\d")
NO_LOSS = re.compile(r"ppl|perplexity")  # moves like a loss, and its value is another


def quantities(text: str, marked: str) -> Iterator[Figure]:
    """`marked`: the text with a letter for every measure; later figures are the fresher."""
    yield from _of_one_run(text, [_whole(text, figure) for figure in _figures(text, marked)])


def _whole(text: str, figure: Figure) -> Figure:
    if figure.finding != "batch_size":
        return figure
    return replace(figure, value=of_an_update(text, figure.value))


def _of_one_run(text: str, read: list[Figure]) -> list[Figure]:
    values = defaultdict(set)
    for figure in read:
        values[figure.finding].add(figure.value)
    several = {name for name in OF_A_RUN if len(values[name]) > 1}
    if not several or GAVE_WAY.search(text) or LOG.search(text):
        return read
    return [figure for figure in read if figure.finding not in several]


def _figures(text: str, marked: str) -> Iterator[Figure]:
    for start, end in sentences(marked):
        for figure in figures(marked[start:end]):
            if _told(marked[start:end], figure, marked[end:]):
                first, last = start + figure.start, start + figure.end
                if not NO_LOSS.search(text[first:last]):
                    yield Figure(figure.finding, figure.value, first, last)
    yield from tabled(text)


def _told(sentence: str, figure: Figure, after: str) -> bool:
    place = figure.start, figure.end
    return stance.told(sentence, *place, after) or stance.asks_whether_too_much(sentence, *place)
