"""Every hypothesis weighed by a case's evidence: the one computation that all verbs start from."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from engine.case import Case
from engine.facts import Facts, facts
from engine.hypotheses import Block
from engine.network import Array, Index, Network, network
from engine.observations import Observation, observe
from engine.once import once_per_case
from engine.sharing import of_sets, shared, shifts
from engine.space import Space, marginals, shipped
from engine.tried import outcome_chances, remaining
from knowledge_base import KnowledgeBase

RECENT = 3  # large, and all that is said of one turn starts from the same computation
UNLIKELY = 0.1  # 0.05 to 0.2 hardly differ in the clinic (11/2026)
TOGETHER = 16  # likelihoods multiplied before one logarithm is taken; each is above 1e-9


@dataclass(frozen=True)
class Weighing:
    """Blocks of hypotheses with their probabilities, in the blocks' order."""

    kb: KnowledgeBase
    case: Case
    facts: Facts
    seen: list[Observation]
    net: Network
    blocks: list[Block]
    log_prior: Array
    shifts: Array  # (observations, causes + 1) nats by which reports move belief between causes
    told: Array  # log prior + log likelihoods / T
    balance: float  # nats taken from all that is harmful, so that the shifts only share it out
    log: Array  # `told` shared out anew, before `partly` fixes moved what remains
    w: Array  # probabilities of what is there now

    @cached_property
    def sets(self) -> Index:
        return stacked(self.net, self.blocks)

    @cached_property
    def causes(self) -> Array:
        """P(cause is among those at work), per cause of the network."""
        return marginals(self.net, self.sets, self.w)

    def split(self, values: Array) -> list[Array]:
        """Values per hypothesis, cut into blocks."""
        ends = np.cumsum([len(block.prior) for block in self.blocks])[:-1]
        return np.split(values, ends)


def weigh(kb: KnowledgeBase, case: Case, space: Space = shipped) -> Weighing:
    """softmax(log prior + sum of log likelihoods / T): a function of the evidence alone."""
    return _weigh(kb, case, space)


@once_per_case(RECENT)
def _weigh(kb: KnowledgeBase, case: Case, space: Space) -> Weighing:
    net, known = network(kb), facts(kb, case)
    seen = observe(kb, known)
    each = shifts(kb, net, (known.known[item.finding] for item in seen))
    shift = each.sum(axis=0)

    def weight(block: Block) -> Array:
        return _log_weight(kb, case, net, block, seen) + of_sets(net, block.sets, shift)

    blocks = space(kb, weight)
    sets = stacked(net, blocks)
    log_prior = np.concatenate([_log_prior(kb, case, block) for block in blocks])
    told = np.concatenate([_log_weight(kb, case, net, block, seen) for block in blocks])
    log, balance = shared(net, sets, told, shift)
    w = remaining(kb, net, sets, normal(log), case.tried)
    return Weighing(kb, case, known, seen, net, blocks, log_prior, each, told, balance, log, w)


def stacked(net: Network, blocks: list[Block]) -> Index:
    """All sets, filled up to one width."""
    width = max(block.sets.shape[1] for block in blocks)
    return np.concatenate(
        [
            np.pad(b.sets, ((0, 0), (0, width - b.sets.shape[1])), constant_values=len(net.causes))
            for b in blocks
        ]
    )


def normal(log: Array) -> Array:
    w = np.exp(log - log.max())
    return np.asarray(w / w.sum())


def likelihoods(net: Network, block: Block, seen: list[Observation]) -> Array:
    """L(observation | hypothesis), (observations, hypotheses)."""
    first = np.array([item.rows.start for item in seen], dtype=np.intp)
    place = block.find(first)
    gain = np.array([item.weights[0] for item in seen])
    constant = np.array([item.constant for item in seen])
    found = block.chances[place] if len(block.rows) else np.zeros((len(seen), len(block.sets)))
    found *= gain[:, None]
    found += constant[:, None]
    for at, item in enumerate(seen):
        if place[at] < 0:
            found[at] = item.constant + item.weights @ net.leak[item.rows]
        elif len(item.weights) > 1:
            rows = block.chances[place[at] : place[at] + len(item.weights)]
            found[at] = item.constant + item.weights @ rows
        if item.strength != 1.0:
            found[at] = weakened(found[at], item.strength)
    return found


def weakened(chances: Array, strength: float) -> Array:
    """What is left of likelihoods beside their likes: powers of them.

    An answer that a hypothesis all but rules out speaks against it for itself, whatever its likes
    say: below UNLIKELY it counts in proportion.
    """
    powers = chances**strength
    return np.asarray(np.minimum(powers, UNLIKELY ** (strength - 1.0) * chances))


def _log_prior(kb: KnowledgeBase, case: Case, block: Block) -> Array:
    log = block.prior.copy()
    if block.special:
        prior = kb.scales.prior
        log[0] += np.log(
            prior.healthy_after_complaint if case.complaint else prior.healthy_from_files
        )
    return log


def _log_weight(
    kb: KnowledgeBase, case: Case, net: Network, block: Block, seen: list[Observation]
) -> Array:
    total = np.zeros(len(block.prior))
    if seen:
        found = likelihoods(net, block, seen)
        for start in range(0, len(seen), TOGETHER):
            total += np.log(np.multiply.reduce(found[start : start + TOGETHER]))
    for tried in case.tried:
        total += np.log(outcome_chances(kb, net, block, tried))
    return np.asarray(_log_prior(kb, case, block) + total / kb.scales.temperature)
