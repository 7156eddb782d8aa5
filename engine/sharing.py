"""How what probes report is shared among the causes, as the clinic's runs have taught it.

Reports come in company: a network that died shows a constant output, no gradients and a loss at
chance, and each of them alone says what all say together. Likelihoods multiplied as if they were
independent name the cause of which most of that company is known. The weights (weights.yaml) are
what a logistic regression on the clinic's tuning half adds to the log likelihood of each report
under each cause. They move belief between causes only: whether anything is wrong at all is told by
the likelihoods, which do that better (ARCHITECTURE.md).
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from engine.case import Evidence
from engine.network import Array, Index, Network
from engine.once import once_per_knowledge
from knowledge_base import KnowledgeBase

Mask = NDArray[np.bool_]
STATES = ("present", "absent")


@once_per_knowledge
def _tables(kb: KnowledgeBase) -> dict[tuple[str, str], dict[str, float]]:
    """Finding and state -> cause -> nats."""
    tables: dict[tuple[str, str], dict[str, float]] = {}
    for cause, findings in kb.weights.items():
        for finding, both in findings.items():
            for state, nats in zip(STATES, both, strict=True):
                tables.setdefault((finding, state), {})[cause] = nats
    return tables


def shifts(kb: KnowledgeBase, net: Network, evidence: Iterable[Evidence]) -> Array:
    """(evidence, causes + 1) nats for each cause alone; nothing for what nobody measured."""
    tables, place = _tables(kb), {cause: at for at, cause in enumerate(net.causes)}
    items = list(evidence)
    found = np.zeros((len(items), len(place) + 1))
    for row, item in zip(found, items, strict=True):
        if item.source == "measured":
            for cause, nats in tables.get((item.finding, item.state), {}).items():
                if cause in place:
                    row[place[cause]] = nats * item.confidence
    return found


def harmful(net: Network, sets: Index) -> Mask:
    """The hypotheses in which a known cause does harm."""
    return np.asarray(np.append(~net.benign, False)[sets].any(axis=1))


def of_sets(net: Network, sets: Index, shift: Array) -> Array:
    """What causes together are given: the mean over those of them that do harm."""
    counted = np.append(~net.benign, False)[sets]
    return np.asarray((shift[sets] * counted).sum(axis=1) / np.maximum(counted.sum(axis=1), 1))


def shared(net: Network, sets: Index, log: Array, shift: Array) -> tuple[Array, float]:
    """`log` with the shift of each set, and what was taken from all of them for the balance."""
    sick = harmful(net, sets)
    moved = log + of_sets(net, sets, shift)
    balance = float(_total(log[sick]) - _total(moved[sick])) if shift.any() else 0.0
    return np.where(sick, moved + balance, log), balance


def _total(log: Array) -> float:
    return float(log.max() + np.log(np.exp(log - log.max()).sum()))
