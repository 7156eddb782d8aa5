"""How likely each cause is, given the case: softmax of log prior and log likelihoods."""

from dataclasses import dataclass

import numpy as np

from engine.case import Case
from engine.facts import facts
from engine.network import HEALTHY, Array, network
from engine.observations import observe
from engine.space import Space, log_likelihood, marginals, shipped
from knowledge_base import KnowledgeBase


@dataclass(frozen=True)
class Belief:
    cause: str
    probability: float


@dataclass(frozen=True)
class Beliefs:
    """`ranked` are marginals: two causes can be true at once, so they may sum above one."""

    ranked: tuple[Belief, ...]
    other_probability: float
    healthy_probability: float
    sick_probability: float  # neither healthy nor merely benign
    fault_sets: tuple[tuple[tuple[str, ...], float], ...]  # the likeliest sets
    entropy: float  # bits


def posterior(kb: KnowledgeBase, case: Case, space: Space = shipped) -> Beliefs:
    net, seen = network(kb), observe(kb, facts(kb, case))

    def weigh(block):  # type: ignore[no-untyped-def]
        return block.prior + log_likelihood(net, block, seen) / kb.scales.temperature

    blocks = space(kb, case.complaint, weigh)
    log = np.concatenate([weigh(block) for block in blocks])
    weights = np.exp(log - log.max())
    weights /= weights.sum()
    width = max(block.sets.shape[1] for block in blocks)
    empty = len(net.causes)
    sets = np.concatenate(
        [
            np.pad(b.sets, ((0, 0), (0, width - b.sets.shape[1])), constant_values=empty)
            for b in blocks
        ]
    )
    shares: Array = marginals(net, sets, weights)
    ranked = [Belief(cause, float(share)) for cause, share in zip(net.causes, shares, strict=True)]
    ranked.append(Belief(HEALTHY, float(weights[0])))
    ranked.sort(key=lambda belief: -belief.probability)
    benign = np.append(net.benign, True)[sets].all(axis=1)
    benign[1] = False
    top = np.argsort(-weights)[:8]
    names = [tuple(net.causes[c] for c in sets[h] if c != empty) for h in top]
    positive = weights[weights > 0]
    return Beliefs(
        ranked=tuple(ranked),
        other_probability=float(weights[1]),
        healthy_probability=float(weights[0]),
        sick_probability=float(weights[~benign].sum()),
        fault_sets=tuple(zip(names, weights[top].tolist(), strict=True)),
        entropy=float(-(positive * np.log2(positive)).sum()),
    )


def rank_causes(kb: KnowledgeBase, case: Case) -> list[Belief]:
    return list(posterior(kb, case).ranked)
