"""Which sets of causes are weighed for a case.

Healthy, OTHER and every single cause always; every pair while there are at most 100 causes, else
the pairs of the 64 likeliest; sets of three and four where the evidence asks for more than one
fault. Everything is exact over the sets that are weighed; what the others would hold is measured by
benchmarks/engine_truncation.py.
"""

from collections.abc import Callable

import numpy as np

from engine.hypotheses import WIDEST, Block, block_of, grown, pairs, singles, special_and, subsets
from engine.network import Array, Index, Network, network
from engine.once import once_per_knowledge
from knowledge_base import KnowledgeBase

ALL_PAIRS_UP_TO = 100  # causes; beyond, the table of all pairs costs more than a turn may
LIKELIEST = 64  # causes whose pairs are then weighed
SEVERAL_FAULTS = 0.25  # P(two or more faults) from which on larger sets are looked at
BEAM = 64  # sets of three, and of four, that are kept
TINY = 1e-12  # a likelihood that is zero would never recover
BEAM_FROM = 24  # sets and causes from which larger sets are grown

Weigh = Callable[[Block], Array]  # log weight of each hypothesis of a block
Space = Callable[[KnowledgeBase, Weigh], list[Block]]


def shipped(kb: KnowledgeBase, weigh: Weigh) -> list[Block]:
    """The space that answers in milliseconds."""
    net = network(kb)
    blocks = [_base(kb)]
    if len(net.causes) > ALL_PAIRS_UP_TO:
        likely = _likeliest(weigh(blocks[0])[2:], LIKELIEST)
        blocks.append(block_of(net, pairs(np.sort(likely))))
    return [*blocks, *_beam(net, blocks, weigh)]


def every_subset(kb: KnowledgeBase, _: Weigh) -> list[Block]:
    """All sets of causes: exact, and only for small knowledge bases."""
    net = network(kb)
    return [special_and(net, subsets(net, len(net.causes)), kb.scales.prior.other)]


@once_per_knowledge
def _base(kb: KnowledgeBase) -> Block:
    net = network(kb)
    few = len(net.causes) <= ALL_PAIRS_UP_TO
    sets = subsets(net, min(2, len(net.causes))) if few else singles(net)
    return special_and(net, sets, kb.scales.prior.other)


def _likeliest(weights: Array, count: int) -> Index:
    if len(weights) <= count:
        return np.arange(len(weights), dtype=np.intp)
    return np.argpartition(-weights, count)[:count].astype(np.intp)


def _beam(net: Network, blocks: list[Block], weigh: Weigh) -> list[Block]:
    """Sets of three and four grown from the likeliest sets of two and three."""
    log = np.concatenate([weigh(block) for block in blocks])
    weights = np.exp(log - log.max())
    width = max(block.sets.shape[1] for block in blocks)
    sets = np.concatenate([_widened(block.sets, width, len(net.causes)) for block in blocks])
    several = (sets != len(net.causes)).sum(axis=1) >= 2
    if width < 2 or weights[several].sum() < SEVERAL_FAULTS * weights.sum():
        return []
    columns = np.sort(_likeliest(marginals(net, sets, weights), BEAM_FROM))
    start, found = sets[several][_likeliest(log[several], BEAM_FROM)], []
    for _ in range(width, WIDEST):
        candidates = block_of(net, grown(start, columns, len(net.causes)))
        if not len(candidates.sets):
            break
        scores = weigh(candidates)
        kept = _kept(candidates, np.sort(_likeliest(scores, BEAM)))
        found.append(kept)
        start = candidates.sets[_likeliest(scores, BEAM_FROM)]
    return found


def _kept(block: Block, chosen: Index) -> Block:
    return Block(block.sets[chosen], block.rows, block.chances[:, chosen], block.prior[chosen])


def _widened(sets: Index, width: int, empty: int) -> Index:
    return np.pad(sets, ((0, 0), (0, width - sets.shape[1])), constant_values=empty)


def marginals(net: Network, sets: Index, weights: Array) -> Array:
    """Per cause, the weight of all sets that it is in."""
    spread = np.repeat(weights, sets.shape[1])
    summed = np.bincount(sets.ravel(), spread, minlength=len(net.causes) + 1)
    return np.asarray(summed[: len(net.causes)], dtype=np.float64)
