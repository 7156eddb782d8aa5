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


def open_findings(weighing: Weighing) -> list[str]:
    """Unanswered, its conditions met, and first of its checklist among those."""
    kb, facts = weighing.kb, weighing.facts
    free, bound = _by_condition(kb)
    unanswered = [name for name in free if not _answered(facts, name)]
    possible = [name for name in bound if not _answered(facts, name) and _fits(kb, facts, name)]
    earliest: dict[str, int] = {}
    for name in possible:
        place = kb.findings[name].checklist
        if place is not None:
            earliest[place.id] = min(place.place, earliest.get(place.id, place.place))
    return unanswered + [name for name in possible if _in_turn(kb.findings[name], earliest)]


@once_per_knowledge
def _by_condition(kb: KnowledgeBase) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The findings that may always be asked about, and those that it depends."""
    known = kb.findings
    bound = {name for name, f in known.items() if _conditional(f)}
    names = network(kb).first_row
    return tuple(n for n in names if n not in bound), tuple(n for n in names if n in bound)


def _conditional(finding: Finding) -> bool:
    return bool(finding.only_if or finding.unless or finding.checklist or finding.listed)


def _answered(facts: Facts, name: str) -> bool:
    """A person can still be asked what a probe could not tell."""
    known = facts.known.get(name)
    return known is not None and (known.state != "unknown" or known.source != "measured")


def _fits(kb: KnowledgeBase, facts: Facts, name: str) -> bool:
    finding = kb.findings[name]
    return (
        all(facts.is_one_of(other, states) for other, states in finding.only_if.items())
        and not any(facts.is_one_of(other, states) for other, states in finding.unless.items())
        and _still_to_pick(finding, facts)
    )


def _still_to_pick(finding: Finding, facts: Facts) -> bool:
    """A pick list serves while nothing of it is known to be there and most of it is open."""
    listed = finding.listed.values()
    known = [name for name in listed if name in facts.known]
    return not any(facts.is_one_of(name, ("present",)) for name in known) and (
        not listed or len(known) <= len(listed) / 2
    )


def _in_turn(finding: Finding, earliest: dict[str, int]) -> bool:
    return finding.checklist is None or finding.checklist.place == earliest[finding.checklist.id]


def on_active_checklist(weighing: Weighing, name: str) -> bool:
    """Whether an order of examination, that what is known calls for, has this finding next.

    The order ends with the first thing that is found: what comes after it is asked on its merits.
    """
    place = weighing.kb.findings[name].checklist
    if place is None or place.id not in weighing.kb.checklists:
        return False
    found = weighing.facts.present
    return not found.isdisjoint(weighing.kb.checklists[place.id].when) and (
        found.isdisjoint(_examined(weighing.kb)[place.id])
    )


@once_per_knowledge
def _examined(kb: KnowledgeBase) -> dict[str, frozenset[str]]:
    """The findings of each order of examination."""
    return {
        order: frozenset(
            name for name, f in kb.findings.items() if f.checklist and f.checklist.id == order
        )
        for order in kb.checklists
    }


def measurable(weighing: Weighing, name: str) -> bool:
    """A file at hand can answer it, and no probe has said that it cannot."""
    at_hand = weighing.case.uploads
    return bool(at_hand) and (
        name not in weighing.facts.known
        and not at_hand.isdisjoint(weighing.kb.findings[name].upload)
    )


@once_per_knowledge
def near_copies(kb: KnowledgeBase) -> dict[str, frozenset[str]]:
    """Findings of one group that point to the same causes in the same proportions."""
    net = network(kb)
    asked = slice(len(net.binary))
    alone = 1.0 - net.spared[asked, :-1] + net.passed[asked, :-1] - 1.0
    length = np.linalg.norm(alone, axis=1, keepdims=True)
    unit = alone / np.maximum(length, 1e-12)
    near = unit @ unit.T > COPY
    found: dict[str, frozenset[str]] = {}
    for at, name in enumerate(net.binary):
        others = (net.binary[int(other)] for other in np.flatnonzero(near[at]) if other != at)
        group = kb.findings[name].group
        found[name] = frozenset(other for other in others if kb.findings[other].group == group)
    return found


def copied(weighing: Weighing) -> frozenset[str]:
    """The findings of which a near copy is known."""
    copies = near_copies(weighing.kb)
    return frozenset().union(*(copies.get(name, ()) for name in weighing.facts.known))


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
