"""The numbers of a message by patterns and by what was learned, each where it is the surer."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.understanding import stance
from engine.understanding.batches import of_an_update
from engine.understanding.clauses import sentences
from engine.understanding.figure import Figure
from engine.understanding.learned.reader import LABELS, MOST_NUMBERS, Learned, learned
from engine.understanding.learned.spotted import ERRORS, spotted
from engine.understanding.quantities import quantities
from knowledge_base import KnowledgeBase

# From where what was learned is recorded, and offered; a pattern's reading below the last is only
# offered. Set by leaving out one author of the labelled messages at a time.
SURE, OFFERED, DOUBTED = 0.5, 0.1, 0.1
HARDLY = 0.001  # below, a role is not looked at


@dataclass(frozen=True)
class Reading:
    figure: Figure
    probability: float
    sure: bool  # may be recorded; else it is offered


def roles(kb: KnowledgeBase, text: str, marked: str) -> Iterator[Reading]:
    by_patterns = list(quantities(text, marked))
    model = learned(kb)
    if model is None:
        yield from (Reading(figure, 1.0, True) for figure in by_patterns)
        return
    likely = list(_likely(model, text))
    best = _best(likely)
    sure = {
        name: one
        for name, one in best.items()
        if one.probability >= SURE and _told(marked, one.figure)
    }
    for figure in by_patterns:
        if figure.finding not in sure:
            probability = _support(figure, likely)
            yield Reading(figure, probability, probability >= DOUBTED)
    for name, one in best.items():
        same = [figure for figure in by_patterns if _same(figure, one.figure)]
        if name in sure:  # in a pattern's words, where it has found the same
            yield Reading(same[-1] if same else one.figure, one.probability, True)
        elif one.probability >= OFFERED:
            yield Reading(one.figure, one.probability, False)


def _likely(model: Learned, text: str) -> Iterator[Reading]:
    """Every role that a number may well have."""
    numbers = list(spotted(text))[:MOST_NUMBERS]
    if not numbers:
        return
    for one, row in zip(numbers, model.probabilities(text, numbers), strict=True):
        for place in range(1, len(LABELS)):
            value = one.value(LABELS[place]) if row[place] >= HARDLY else None
            if value is not None:
                finding = ERRORS.get(LABELS[place], LABELS[place])
                value = of_an_update(text, value) if finding == "batch_size" else value
                yield Reading(Figure(finding, value, one.start, one.end), float(row[place]), False)


def _best(likely: Iterable[Reading]) -> dict[str, Reading]:
    """One run has one value of each; the last of the likeliest."""
    best: dict[str, Reading] = {}
    for one in likely:
        known = best.get(one.figure.finding)
        if known is None or one.probability >= known.probability:
            best[one.figure.finding] = one
    return best


def _support(figure: Figure, likely: Iterable[Reading]) -> float:
    """How likely a pattern's reading is; one put together of several numbers is not doubted."""
    met = [one.probability for one in likely if _same(one.figure, figure)]
    return max(met, default=1.0)


def _same(one: Figure, other: Figure) -> bool:
    return (one.finding, one.value) == (other.finding, other.value)


def _told(marked: str, figure: Figure) -> bool:
    for start, end in sentences(marked):
        if start <= figure.start < end:
            place = figure.start - start, min(figure.end, end) - start
            sentence, after = marked[start:end], marked[end:]
            return stance.told(sentence, *place, after) or stance.asks_whether_too_much(
                sentence, *place
            )
    return True
