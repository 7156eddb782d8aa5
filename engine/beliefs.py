"""How likely each cause is, given the case."""

from dataclasses import dataclass

import numpy as np

from engine.case import Case
from engine.network import HEALTHY
from engine.sharing import harmful
from engine.space import Space, shipped
from engine.weighing import Weighing, weigh
from knowledge_base import KnowledgeBase

SETS_SHOWN = 10


@dataclass(frozen=True)
class Belief:
    cause: str
    probability: float


@dataclass(frozen=True)
class FaultSet:
    """Causes at work together; none of them: healthy."""

    causes: tuple[str, ...]
    probability: float


@dataclass(frozen=True)
class Beliefs:
    """Causes can be at work together, so `ranked` may sum above one; `fault_sets` do not."""

    ranked: tuple[Belief, ...]  # every cause with its marginal, `healthy` among them
    other_probability: float  # none of the causes that we know
    healthy_probability: float  # nothing is wrong
    sick_probability: float  # something harmful is wrong, known or not
    fault_sets: tuple[FaultSet, ...]  # likeliest first
    entropy: float  # bits over the sets

    def of(self, cause: str) -> float:
        return next((b.probability for b in self.ranked if b.cause == cause), 0.0)


def posterior(kb: KnowledgeBase, case: Case, space: Space = shipped) -> Beliefs:
    return beliefs_of(weigh(kb, case, space))


def rank_causes(kb: KnowledgeBase, case: Case) -> list[Belief]:
    """Every cause, likeliest first; `healthy` is one of them, OTHER is not."""
    return list(posterior(kb, case).ranked)


def beliefs_of(weighing: Weighing) -> Beliefs:
    w = weighing.w
    return Beliefs(
        ranked=ranked(weighing),
        other_probability=float(w[1]),
        healthy_probability=float(w[0]),
        sick_probability=_sick(weighing),
        fault_sets=tuple(_fault_sets(weighing)),
        entropy=float(-(w[w > 0] * np.log2(w[w > 0])).sum()),
    )


def ranked(weighing: Weighing) -> tuple[Belief, ...]:
    found = dict(zip(weighing.net.causes, weighing.causes.tolist(), strict=True))
    if HEALTHY in weighing.kb.causes:
        found[HEALTHY] = float(weighing.w[0])
    order = sorted(found, key=lambda cause: (-found[cause], cause))
    return tuple(Belief(cause, min(found[cause], 1.0)) for cause in order)


def _sick(weighing: Weighing) -> float:
    return float(weighing.w[harmful(weighing.net, weighing.sets)].sum() + weighing.w[1])


def _fault_sets(weighing: Weighing) -> list[FaultSet]:
    order = np.argsort(-weighing.w, kind="stable")[: SETS_SHOWN + 1]
    return [
        FaultSet(causes_of(weighing, int(at)), float(weighing.w[at])) for at in order if at != 1
    ][:SETS_SHOWN]


def causes_of(weighing: Weighing, hypothesis: int) -> tuple[str, ...]:
    net = weighing.net
    return tuple(net.causes[i] for i in weighing.sets[hypothesis] if i < len(net.causes))
