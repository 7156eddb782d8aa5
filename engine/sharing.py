"""How what probes report is shared among the causes, as the clinic's runs have taught it.

Reports come in company: a network that died shows a constant output, no gradients and a loss at
chance, and each of them alone says what all say together. Likelihoods multiplied as if they were
independent name the cause of which most of that company is known. A report also says more than
yes or no: a validation loss that rose by a tenth is another matter than one that rose tenfold.
Two logistic regressions on the clinic's runs tell what to add to the log likelihood of each report
(weights.yaml) and of each number in it (grades.yaml): one moves belief between causes that do harm,
the other, under `healthy`, between those and all else. The second goes by symptoms alone: how far
a loss is from showing one is a habit of the task, and makes no run sick.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from engine.case import Evidence
from engine.network import HEALTHY, Array, Index, Network
from engine.once import once_per_knowledge
from knowledge_base import KnowledgeBase

Mask = NDArray[np.bool_]
STATES = ("present", "absent")
WELL = -1  # the place of what is given to all hypotheses in which no known cause does harm


@once_per_knowledge
def _weights(kb: KnowledgeBase) -> dict[tuple[str, str], dict[str, float]]:
    """Finding and state -> cause -> nats."""
    tables: dict[tuple[str, str], dict[str, float]] = {}
    for cause, findings in kb.weights.items():
        for finding, both in findings.items():
            for state, nats in zip(STATES, both, strict=True):
                tables.setdefault((finding, state), {})[cause] = nats
    return tables


def shifts(kb: KnowledgeBase, net: Network, evidence: Iterable[Evidence]) -> Array:
    """(evidence, causes + 2) nats: for each cause alone, for the empty place, for all that is well.

    What nobody measured is given nothing.
    """
    place = {cause: at for at, cause in enumerate(net.causes)} | {HEALTHY: WELL}
    items = list(evidence)
    found = np.zeros((len(items), len(net.causes) + 2))
    for row, item in zip(found, items, strict=True):
        for cause, nats in _taught(kb, item) if item.source == "measured" else ():
            if cause in place:
                row[place[cause]] += nats * item.confidence
    return found


def _taught(kb: KnowledgeBase, item: Evidence) -> Iterator[tuple[str, float]]:
    yield from _weights(kb).get((item.finding, item.state), {}).items()
    for name, grade in kb.grades.get(item.finding, {}).items():
        shares = between(grade.at, item.numbers.get(name))
        for cause, nats in grade.nats.items() if shares else ():
            if cause != HEALTHY or item.state == "present":
                yield cause, sum(share * nats[at] for at, share in shares)


def between(knots: Sequence[float], number: object) -> list[tuple[int, float]]:
    """The knots that count for a number, and how much; beyond the last one all is as there."""
    if isinstance(number, bool) or not isinstance(number, int | float) or not isfinite(number):
        return []
    if number <= knots[0]:
        return [(0, 1.0)]
    for after, (low, high) in enumerate(pairwise(knots), start=1):
        if number <= high:
            share = (number - low) / (high - low)
            return [(after - 1, 1.0 - share), (after, share)]
    return [(len(knots) - 1, 1.0)]


def harmful(net: Network, sets: Index) -> Mask:
    """The hypotheses in which a known cause does harm."""
    return np.asarray(np.append(~net.benign, False)[sets].any(axis=1))


def of_sets(net: Network, sets: Index, shift: Array) -> Array:
    """What hypotheses are given: the mean over their harmful causes, or what all others get."""
    counted = np.append(~net.benign, False)[sets]
    many = counted.sum(axis=1)
    mean = (shift[:WELL][sets] * counted).sum(axis=1) / np.maximum(many, 1)
    return np.asarray(np.where(many > 0, mean, shift[WELL]))


def shared(net: Network, sets: Index, log: Array, shift: Array) -> tuple[Array, float]:
    """`log` with the shift of each set, and what was taken from all of them for the balance."""
    sick = harmful(net, sets)
    moved = log + of_sets(net, sets, shift)
    balance = float(_total(log[sick]) - _total(moved[sick])) if shift.any() else 0.0
    return np.where(sick, moved + balance, moved), balance


def _total(log: Array) -> float:
    return float(log.max() + np.log(np.exp(log - log.max()).sum()))
