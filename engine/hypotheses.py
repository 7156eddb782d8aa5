"""Blocks of hypotheses - sets of causes that could be at work together - and their tables."""

from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations

import numpy as np

from engine.network import Array, Index, Network

WIDEST = 4  # causes in a set at most; a fifth fault at once is beyond what evidence can tell


@dataclass(frozen=True)
class Block:
    """Hypotheses that share a table; rows that are not in `rows` are as usual for all of them."""

    sets: Index  # (hypotheses, width) columns of the network; the empty column fills up
    rows: Index  # (touched,) rows of the network, ascending
    chances: Array  # (touched, hypotheses) P(answer | set)
    prior: Array  # (hypotheses,) log odds
    special: bool = False  # the first two hypotheses are healthy (its odds are 1) and OTHER
    noise: dict[str, Array] = field(default_factory=dict, compare=False)  # see information.py

    @cached_property
    def place(self) -> Index:
        """Row of the network -> row of `chances`, or -1."""
        place = np.full(int(self.rows[-1]) + 2 if len(self.rows) else 1, -1, dtype=np.intp)
        place[self.rows] = np.arange(len(self.rows))
        return place

    def find(self, rows: Index) -> Index:
        return self.place[np.minimum(rows, len(self.place) - 1)]


def special_and(net: Network, sets: Index, other: float) -> Block:
    """Healthy, OTHER, and then the sets, over every row."""
    rows = np.arange(net.rows, dtype=np.intp)
    chances = np.column_stack([net.healthy, net.other, net.chances(sets, rows)])
    nothing = np.full((2, sets.shape[1]), len(net.causes), dtype=np.intp)
    odds = np.concatenate([[0.0, np.log(other)], log_odds(net, sets)])
    return Block(np.concatenate([nothing, sets]), rows, chances, odds, special=True)


def block_of(net: Network, sets: Index) -> Block:
    """The sets alone, over the rows of which any of their causes says something."""
    causes = np.unique(sets)
    rows = np.flatnonzero(net.touched[:, causes].any(axis=1)).astype(np.intp)
    return Block(sets, rows, net.chances(sets, rows), log_odds(net, sets))


def log_odds(net: Network, sets: Index) -> Array:
    return np.asarray(np.append(np.log(net.odds), 0.0)[sets].sum(axis=1))


def singles(net: Network, width: int = 1) -> Index:
    sets = np.full((len(net.causes), width), len(net.causes), dtype=np.intp)
    sets[:, 0] = np.arange(len(net.causes))
    return sets


def pairs(columns: Index) -> Index:
    first, second = np.triu_indices(len(columns), k=1)
    return np.column_stack([columns[first], columns[second]]).astype(np.intp)


def subsets(net: Network, largest: int) -> Index:
    """Every set of one to `largest` causes."""
    empty = len(net.causes)
    found = [
        (*chosen, *[empty] * (largest - size))
        for size in range(1, largest + 1)
        for chosen in combinations(range(empty), size)
    ]
    return np.array(found, dtype=np.intp).reshape(-1, largest)


def grown(sets: Index, columns: Index, empty: int) -> Index:
    """Each set with one more of `columns`, every result once, ascending inside."""
    wider = np.column_stack([np.repeat(sets, len(columns), axis=0), np.tile(columns, len(sets))])
    wider.sort(axis=1)
    fresh = (np.diff(wider, axis=1) != 0).all(axis=1) & (wider[:, -1] != empty)
    return np.unique(wider[fresh], axis=0)
