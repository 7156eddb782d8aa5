"""Why one explanation is preferred to another: what each piece of evidence says, in bits."""

from dataclasses import dataclass

import numpy as np

from engine.beliefs import causes_of
from engine.case import Case, Evidence
from engine.network import HEALTHY, Array, Mask
from engine.sharing import harmful, of_sets, shared
from engine.space import marginals
from engine.tried import outcome_chances
from engine.weighing import Weighing, likelihoods, normal, weigh
from knowledge_base import KnowledgeBase

MATTERS = 0.3  # bits from which evidence is called supporting or conflicting; engine.md 5.10


class NotWeighed(LookupError):
    """No set of causes that is weighed for this case has this cause in it."""


@dataclass(frozen=True)
class Entry:
    """One line of the ledger; `evidence` is None for the prior, and `fix` names a tried fix."""

    bits: float  # above zero speaks for the first, below for the second
    evidence: Evidence | None = None
    fix: str | None = None


@dataclass(frozen=True)
class Ledger:
    """Exactly additive: the entries sum to log2 of the odds of `one` over `other`.

    Sets of causes: none is healthy, None is OTHER.
    """

    one: tuple[str, ...] | None
    other: tuple[str, ...] | None
    entries: tuple[Entry, ...]
    total: float


@dataclass(frozen=True)
class Weight:
    """By how much the log odds (bits) of a cause would fall without this evidence."""

    evidence: Evidence
    bits: float


def ledger(kb: KnowledgeBase, case: Case, one: str, other: str | None = None) -> Ledger:
    """The likeliest set with `one` against the likeliest with `other`, or without `one`."""
    weighing = weigh(kb, case)
    first = _likeliest(weighing, _with(weighing, one))
    rivals = _with(weighing, other) if other is not None else ~_with(weighing, one)
    if other is not None:
        rivals &= ~_with(weighing, one)
        if not rivals.any():
            rivals = _with(weighing, other)
    return between(weighing, first, _likeliest(weighing, rivals))


def between(weighing: Weighing, one: int, other: int) -> Ledger:
    """The ledger of two hypotheses, by their places in the weighing."""
    sets = weighing.sets[[one, other]]
    prior = weighing.log_prior[one] - weighing.log_prior[other]
    sick = harmful(weighing.net, sets).astype(float)
    prior += weighing.balance * (sick[0] - sick[1])  # what all that is harmful pays, if one is not
    entries = [Entry(float(prior) / np.log(2))]
    for at, (item, bits) in enumerate(zip(weighing.seen, log_likelihoods(weighing), strict=True)):
        known = weighing.facts.known[item.finding]
        moved = of_sets(weighing.net, sets, weighing.shifts[at]) / np.log(2)
        entries.append(Entry(float(bits[one] - bits[other] + moved[0] - moved[1]), known))
    for fix, bits in zip(weighing.case.tried, _tried(weighing), strict=True):
        entries.append(Entry(float(bits[one] - bits[other]), fix=fix.fix))
    order = sorted(entries[1:], key=lambda entry: -abs(entry.bits))
    total = float(weighing.log[one] - weighing.log[other]) / float(np.log(2))
    return Ledger(_named(weighing, one), _named(weighing, other), (entries[0], *order), total)


def weights(kb: KnowledgeBase, case: Case, cause: str) -> list[Weight]:
    """What each answer does to the cause, each left out in turn, strongest first.

    These do not sum up: evidence can stand in for other evidence.
    """
    weighing = weigh(kb, case)
    now = _log_odds(weighing, weighing.log, cause)
    found = []
    shift = weighing.shifts.sum(axis=0)
    for at, (item, bits) in enumerate(zip(weighing.seen, log_likelihoods(weighing), strict=True)):
        told, rest = weighing.told - bits * np.log(2), shift - weighing.shifts[at]
        without = _log_odds(weighing, shared(weighing.net, weighing.sets, told, rest)[0], cause)
        found.append(Weight(weighing.facts.known[item.finding], now - without))
    return sorted(found, key=lambda weight: (-abs(weight.bits), weight.evidence.finding))


def supporting(found: list[Weight]) -> list[Weight]:
    return [weight for weight in found if weight.bits >= MATTERS]


def conflicting(found: list[Weight]) -> list[Weight]:
    return [weight for weight in found if weight.bits <= -MATTERS]


def log_likelihoods(weighing: Weighing) -> Array:
    """log2 L / T, (observations, hypotheses)."""
    if not weighing.seen:
        return np.zeros((0, len(weighing.w)))
    by_block = [likelihoods(weighing.net, block, weighing.seen) for block in weighing.blocks]
    return np.asarray(np.log2(np.concatenate(by_block, axis=1)) / weighing.kb.scales.temperature)


def _tried(weighing: Weighing) -> list[Array]:
    kb, net = weighing.kb, weighing.net
    return [
        np.log2(
            np.concatenate([outcome_chances(kb, net, block, item) for block in weighing.blocks])
        )
        / kb.scales.temperature
        for item in weighing.case.tried
    ]


def _log_odds(weighing: Weighing, log: Array, cause: str) -> float:
    """In bits, clear of the infinities of certainty."""
    w = normal(log)
    if cause == HEALTHY:
        chance = float(w[0])
    else:
        at = weighing.net.causes.index(cause)
        chance = float(marginals(weighing.net, weighing.sets, w)[at])
    chance = min(max(chance, 1e-15), 1.0 - 1e-15)
    return float(np.log2(chance / (1.0 - chance)))


def _with(weighing: Weighing, cause: str) -> Mask:
    """Which hypotheses have this cause, as a mask."""
    if cause == HEALTHY:
        return np.asarray(np.arange(len(weighing.w)) == 0)
    if cause not in weighing.net.causes:
        raise NotWeighed(cause)
    return np.asarray((weighing.sets == weighing.net.causes.index(cause)).any(axis=1))


def _likeliest(weighing: Weighing, mask: Mask) -> int:
    return int(np.argmax(np.where(mask, weighing.log, -np.inf)))


def _named(weighing: Weighing, hypothesis: int) -> tuple[str, ...] | None:
    return None if hypothesis == 1 else causes_of(weighing, hypothesis)
