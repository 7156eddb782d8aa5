"""The knowledge base as arrays: how likely each answer is under each cause, and causes together.

Rows are answers: one per yes/no finding ("present"), then one per option of each choice or number,
then one per yes/no finding of which the clinic has counted what its probe reports.
Columns are causes, then one empty column that stands for "no further cause" in sets of fixed width.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.once import once_per_knowledge
from engine.probed import HEALTHY as HEALTHY  # where the engine looks for it
from engine.probed import probed
from engine.shares import binary_chances, option_chances, option_shares
from knowledge_base import KnowledgeBase

Array = NDArray[np.float64]
Index = NDArray[np.intp]
Mask = NDArray[np.bool_]

OTHER_ELSEWHERE = 0.10  # P(a finding that no cause has | OTHER); research/engine.md 5.2
SHOWS = 2.0  # times the usual rate, from which a cause counts as showing a finding
COMMON = 0.1  # share of the causes from which on a finding is one of the common ones
FLATTENING = 0.5  # OTHER's options: half the usual shares, half all alike


@dataclass(frozen=True)
class Network:
    causes: tuple[str, ...]
    binary: tuple[str, ...]
    first_row: dict[str, int]  # finding -> its first row
    options: dict[str, tuple[str, ...]]  # finding -> option ids, low to high
    starts: Index  # first row of each choice or number
    probed: dict[str, int]  # finding -> the row of what its probe reports
    leak: Array  # (rows,) P(answer | no cause)
    healthy: Array  # (rows,)
    other: Array  # (rows,)
    spared: Array  # (yes/no rows, causes + 1) 1 - lambda: the cause does not bring it about
    passed: Array  # (yes/no rows, causes + 1) 1 - kappa: the cause does not suppress it
    ratio: Array  # (option rows, causes + 1) P(option | cause) / P(option)
    touched: Mask  # (rows, causes + 1) the cause says something of this finding
    odds: Array  # (causes,) prior odds
    benign: Mask  # (causes,)

    @property
    def rows(self) -> int:
        return len(self.leak)

    @property
    def asked(self) -> int:
        """The rows of what can be asked; those of probes follow."""
        return self.rows - len(self.probed)

    def rows_of(self, finding: str) -> slice:
        first = self.first_row[finding]
        return slice(first, first + len(self.options.get(finding, ("present",))))

    def chances(self, sets: Index, rows: Index) -> Array:
        """P(answer | set of causes), (rows, sets); whole choices or none of one's options.

        Yes/no: leaky noisy-OR, then inhibition. Options: b prod(p_i / b), renormalised, a
        log-linear pool: causes that agree sharpen, one that says nothing changes nothing, and a
        single cause keeps its own shares; a noisy-OR per option would do none of the three.
        """
        first, last = np.searchsorted(rows, (len(self.binary), self.asked))
        found = np.empty((len(rows), len(sets)))
        self._yes(found[:first], rows[:first], 0, sets)
        self._options(found[first:last], rows[first:last], sets)
        self._yes(found[last:], rows[last:], self.asked - len(self.binary), sets)
        return found

    def _yes(self, found: Array, rows: Index, skipped: int, sets: Index) -> None:
        found[:] = self._product(self.spared, rows - skipped, sets)
        found *= -(1.0 - self.leak[rows])[:, None]
        found += 1.0
        found *= self._product(self.passed, rows - skipped, sets)

    def _options(self, found: Array, rows: Index, sets: Index) -> None:
        if not len(rows):
            return
        pooled = self._product(self.ratio, rows - len(self.binary), sets)
        pooled *= self.leak[rows][:, None]
        starts = np.flatnonzero(np.isin(rows, self.starts))
        totals = np.add.reduceat(pooled, starts, axis=0)
        found[:] = pooled / np.repeat(totals, np.diff(np.append(starts, len(rows))), 0)

    @staticmethod
    def _product(table: Array, rows: Index, sets: Index) -> Array:
        columns, places = np.unique(sets, return_inverse=True)
        near = table[np.ix_(rows, columns)]  # few columns, so that gathering stays in the cache
        places = places.reshape(sets.shape)
        product = near.take(places[:, 0], axis=1)
        for place in places.T[1:]:
            product *= near.take(place, axis=1)
        return product


@once_per_knowledge
def network(kb: KnowledgeBase) -> Network:
    causes = tuple(sorted(set(kb.causes) - {HEALTHY}))
    binary = tuple(sorted(name for name, f in kb.findings.items() if f.kind == "binary"))
    several = sorted(name for name, f in kb.findings.items() if f.options and f.kind != "binary")
    sizes = [len(kb.findings[name].options) for name in several]
    starts = len(binary) + np.cumsum([0, *sizes], dtype=np.intp)[:-1]
    yes = np.array([[*binary_chances(kb, name, causes)] for name in binary])
    leak = np.array([kb.likelihood(name, None) for name in binary])
    shares = [option_shares(kb, name) for name in several]
    known = [option_chances(kb, name, causes) for name in several]
    shared = np.concatenate([np.empty(0), *shares])
    pooled = np.concatenate([np.empty((0, len(causes))), *known])
    yes = yes.reshape(len(binary), len(causes))
    reports = probed(kb, causes)
    asked = len(binary) + len(shared)
    both, usual = np.concatenate([yes, reports.rates]), np.concatenate([leak, reports.leak])
    return Network(
        causes=causes,
        binary=binary,
        first_row=dict(
            zip((*binary, *several), (*range(len(binary)), *starts.tolist()), strict=True)
        ),
        options={name: tuple(kb.findings[name].options) for name in several},
        starts=starts,
        probed={name: asked + at for at, name in enumerate(reports.findings)},
        leak=np.concatenate([leak, shared, reports.leak]),
        healthy=np.append(_healthy(kb, binary, several, leak, shares), reports.healthy),
        other=np.append(_other(kb, yes, leak, shares), _other(kb, reports.rates, reports.leak, [])),
        spared=_empty_column(1 - np.clip((both - usual[:, None]) / (1 - usual[:, None]), 0, 1)),
        passed=_empty_column(np.clip(both / usual[:, None], 0, 1)),
        ratio=_empty_column(pooled / shared[:, None]),
        touched=np.concatenate(
            [_touched(yes, leak, known, shares), _touched(reports.rates, reports.leak, [], [])]
        ),
        odds=_odds(kb, causes),
        benign=np.array([kb.causes[cause].benign for cause in causes], dtype=bool),
    )


def _empty_column(table: Array) -> Array:
    return np.column_stack([table, np.ones(len(table))])


def _odds(kb: KnowledgeBase, causes: tuple[str, ...]) -> Array:
    """Prior odds, scaled so that they sum to the expected number of faults."""
    weights = np.array([kb.scales.commonness[kb.causes[cause].how_common] for cause in causes])
    return np.asarray(kb.scales.prior.faults * weights / max(weights.sum(), 1e-300))


def _healthy(
    kb: KnowledgeBase, binary: tuple[str, ...], several: list[str], leak: Array, shares: list[Array]
) -> Array:
    if HEALTHY not in kb.causes:
        return np.concatenate([leak, *shares])
    alone = (HEALTHY,)
    yes = [binary_chances(kb, name, alone)[0] for name in binary]
    return np.concatenate([yes, *(option_chances(kb, name, alone)[:, 0] for name in several)])


def _other(kb: KnowledgeBase, yes: Array, leak: Array, shares: list[Array]) -> Array:
    """A cause that we do not know may show anything, and common things as often as ever.

    What hardly any known cause shows nearly names it: a cause that we do not know shows it seldom.
    """
    sharing = (yes > SHOWS * leak[:, None]).mean(axis=1)
    broad = kb.scales.other_background * np.minimum(1.0, sharing / COMMON)
    broad = np.where(sharing > 0, broad, OTHER_ELSEWHERE)
    flat = [(1 - FLATTENING) * share + FLATTENING / len(share) for share in shares]
    return np.concatenate([np.maximum(broad, leak), *flat])


def _touched(yes: Array, leak: Array, known: list[Array], shares: list[Array]) -> Mask:
    told = [yes != leak[:, None]]
    for chances, share in zip(known, shares, strict=True):
        differs = (chances != share[:, None]).any(axis=0)
        told.append(np.repeat(differs[None, :], len(share), axis=0))
    mask = np.concatenate(told)
    return np.column_stack([mask, np.zeros(len(mask), dtype=bool)])
