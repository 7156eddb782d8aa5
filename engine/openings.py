"""Which findings may be asked about now."""

from collections.abc import Iterable

import numpy as np

from engine.facts import Facts
from engine.implications import implications
from engine.network import network
from engine.once import once_per_knowledge
from engine.weighing import Weighing
from knowledge_base import Finding, KnowledgeBase

COPY = 0.95  # cosine of two findings' columns from which the second tells little new
COPY_DISCOUNT = 0.2  # research/engine.md 5.12


def open_findings(weighing: Weighing) -> list[str]:
    """Unanswered, its conditions met, and first of its checklist among those."""
    kb, facts = weighing.kb, weighing.facts
    possible = [name for name in weighing.net.first_row if _may_be_asked(kb, facts, name)]
    earliest: dict[str, int] = {}
    for name in possible:
        place = kb.findings[name].checklist
        if place is not None:
            earliest[place.id] = min(place.place, earliest.get(place.id, place.place))
    return [name for name in possible if _in_turn(kb.findings[name], earliest)]


def _may_be_asked(kb: KnowledgeBase, facts: Facts, name: str) -> bool:
    known = facts.known.get(name)
    if known is not None and not (known.state == "unknown" and known.source == "measured"):
        return False
    finding = kb.findings[name]
    return all(facts.is_one_of(other, states) for other, states in finding.only_if.items()) and (
        not any(facts.is_one_of(other, states) for other, states in finding.unless.items())
    )


def _in_turn(finding: Finding, earliest: dict[str, int]) -> bool:
    return finding.checklist is None or finding.checklist.place == earliest[finding.checklist.id]


def measurable(weighing: Weighing, name: str) -> bool:
    """A file at hand can answer it, and no probe has said that it cannot."""
    return name not in weighing.facts.known and bool(
        weighing.case.uploads.intersection(weighing.kb.findings[name].upload)
    )


@once_per_knowledge
def near_copies(kb: KnowledgeBase) -> dict[str, frozenset[str]]:
    """Findings of one group that point to the same causes in the same proportions."""
    net = network(kb)
    alone = 1.0 - net.spared[:, :-1] + net.passed[:, :-1] - 1.0
    length = np.linalg.norm(alone, axis=1, keepdims=True)
    unit = alone / np.maximum(length, 1e-12)
    near = unit @ unit.T > COPY
    found: dict[str, frozenset[str]] = {}
    for at, name in enumerate(net.binary):
        others = (net.binary[int(other)] for other in np.flatnonzero(near[at]) if other != at)
        group = kb.findings[name].group
        found[name] = frozenset(other for other in others if kb.findings[other].group == group)
    return found


def discount(weighing: Weighing, name: str) -> float:
    """What is left of a finding's worth once a near copy of it is known."""
    copies = near_copies(weighing.kb).get(name, frozenset())
    return COPY_DISCOUNT if any(copy in weighing.facts.known for copy in copies) else 1.0


def depend_on_each_other(kb: KnowledgeBase, one: str, others: Iterable[str]) -> bool:
    """Whether an answer to one could answer, open or close the other."""
    return any(_leads_to(kb, one, other) or _leads_to(kb, other, one) for other in others)


def _leads_to(kb: KnowledgeBase, one: str, other: str) -> bool:
    links, finding = implications(kb), kb.findings[other]
    return (
        other in links.general.get(one, ())
        or other in links.excluded.get(one, ())
        or other in near_copies(kb).get(one, ())
        or one in finding.only_if
        or one in finding.unless
    )
