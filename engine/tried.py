"""What the outcome of a fix says, and what remains after one that helped in part.

eta is P(the fix removes this cause); research/engine.md 5.9. Fixes that are tried are independent
given the causes, and a set is solved when each of its causes is removed.
"""

import numpy as np

from engine.case import Tried
from engine.hypotheses import Block
from engine.network import HEALTHY, Array, Index, Network, network
from engine.once import once_per_knowledge
from knowledge_base import KnowledgeBase

BY_ITSELF = 0.06  # P(it got better, wholly or in part, though the fix has nothing to do with it)
# On a copy, where the control failed: some hundred steps on one batch. Not calibrated.
SHOWS_ON_COPY = 0.7  # P(it helps there | it removes one of the causes)
HELPS_ANYWAY = 0.1
HALF_WORKED = 0.25  # P(better but not good | the fix is right for the only cause there is)


def efficacy(kb: KnowledgeBase, net: Network, fix: str) -> Array:
    """P(the fix removes it) per cause of the network, and 1 for the empty column."""
    names, table = efficacies(kb)
    if fix not in kb.fixes:  # named by a cause, its own file missing
        return np.array([*(_eta(kb, cause, fix) for cause in net.causes), 1.0])
    return np.append(table[names[fix], :-1], 1.0)


@once_per_knowledge
def efficacies(kb: KnowledgeBase) -> tuple[dict[str, int], Array]:
    """Fix -> row, and P(fix removes cause) by row; the last column is that of `healthy`."""
    causes = [*network(kb).causes, HEALTHY]
    names = {fix: row for row, fix in enumerate(sorted(kb.fixes))}
    table = [[_eta(kb, cause, fix) for cause in causes] for fix in names]
    return names, np.array(table).reshape(len(names), len(causes))


def _eta(kb: KnowledgeBase, cause: str, fix: str) -> float:
    known = kb.causes.get(cause)
    return kb.scales.likelihood[known.fixes.get(fix, "never") if known else "never"]


def resolves(kb: KnowledgeBase, net: Network, sets: Index, fix: str) -> Array:
    """P(this fix alone removes every cause of the set); the first two are healthy and OTHER."""
    solved = np.asarray(efficacy(kb, net, fix)[sets].prod(axis=1))
    known = kb.causes.get(HEALTHY)
    solved[0] = kb.scales.likelihood[known.fixes[fix]] if known and fix in known.fixes else 0.0
    solved[1] = 0.0
    return solved


def outcome_chances(kb: KnowledgeBase, net: Network, block: Block, tried: Tried) -> Array:
    """P(outcome | hypothesis). Partly: some of the causes are gone, or the only one half."""
    if tried.on_copy:
        return _chances_on_copy(kb, net, block, tried)
    eta = efficacy(kb, net, tried.fix)[block.sets]
    real = block.sets != len(net.causes)
    none, every = np.where(real, 1.0 - eta, 1.0).prod(axis=1), eta.prod(axis=1)
    if tried.outcome == "solved":
        found = every
    elif tried.outcome == "partly":
        found = np.where(real.sum(axis=1) == 1, HALF_WORKED * every, 1.0 - none - every)
    else:  # a fix that made it worse did not remove the cause either
        found = none
    if block.special:
        found[:2] = 1.0 - BY_ITSELF if tried.outcome in ("no_change", "worse") else BY_ITSELF
    return np.asarray(np.maximum(found, 1e-9))


def _chances_on_copy(kb: KnowledgeBase, net: Network, block: Block, tried: Tried) -> Array:
    if not tried.telling:
        return np.ones(len(block.sets))
    eta = efficacy(kb, net, tried.fix)[block.sets]
    some = 1.0 - np.where(block.sets != len(net.causes), 1.0 - eta, 1.0).prod(axis=1)
    helps = HELPS_ANYWAY + (SHOWS_ON_COPY - HELPS_ANYWAY) * some
    return np.asarray(helps if tried.outcome in ("solved", "partly") else 1.0 - helps)


def remaining(
    kb: KnowledgeBase, net: Network, sets: Index, w: Array, tried: tuple[Tried, ...]
) -> Array:
    """Move the weight of each set to its subsets that a fix which helped in part has left."""
    for item in tried:
        if item.outcome == "partly" and not item.on_copy:
            w = _moved(net, sets, w, efficacy(kb, net, item.fix))
    return w


def _moved(net: Network, sets: Index, w: Array, eta: Array) -> Array:
    """For every h and nonempty proper g of it: w'(h without g) += w(h) eta(g) (1 - eta)(rest)."""
    empty = len(net.causes)
    width, place = sets.shape[1], {tuple(np.sort(row).tolist()): at for at, row in enumerate(sets)}
    moved = np.where((sets != empty).sum(axis=1) <= 1, w, 0.0)
    for at in np.flatnonzero((sets != empty).sum(axis=1) > 1):
        causes = sets[at][sets[at] != empty]
        parts: dict[int, float] = {}
        for gone in range(1, 2 ** len(causes) - 1):
            took = np.array([gone >> bit & 1 for bit in range(len(causes))], dtype=bool)
            rest = tuple(sorted([*causes[~took].tolist(), *[empty] * (width - (~took).sum())]))
            share = float(eta[causes[took]].prod() * (1.0 - eta[causes[~took]]).prod())
            target = place.get(rest, int(at))
            parts[target] = parts.get(target, 0.0) + share
        total = sum(parts.values())
        for target, share in parts.items():
            moved[target] += w[at] * share / total
    return moved
