"""What is known of a case: what was told, what follows from its numbers, what that implies."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from engine.case import Case, Evidence
from engine.implications import Implications, implications
from engine.relations import computed
from knowledge_base import KnowledgeBase, State


@dataclass(frozen=True)
class Facts:
    """`known` holds one piece of evidence per finding, also what was only worked out.

    `silent` are the known findings that follow from another known one: they count as answered but
    add nothing to the beliefs, because P(general and special) is P(special).
    """

    known: Mapping[str, Evidence]
    silent: frozenset[str]

    def heard(self) -> list[Evidence]:
        """The evidence that moves beliefs, in an order that does not depend on how it came in."""
        return [
            self.known[finding]
            for finding in sorted(self.known)
            if finding not in self.silent and self.known[finding].state != "unknown"
        ]

    @cached_property
    def present(self) -> frozenset[str]:
        return frozenset(name for name, item in self.known.items() if item.state == "present")

    def is_one_of(self, finding: str, states: tuple[str, ...]) -> bool:
        """Whether the finding is known to be in one of these states or options."""
        item = self.known.get(finding)
        if item is None:
            return False
        if item.state == "present" and isinstance(item.value, str):
            return item.value in states or "present" in states
        return item.state in states


def facts(kb: KnowledgeBase, case: Case) -> Facts:
    told = {item.finding: item for item in case.evidence}
    known = {item.finding: item for item in computed(kb, told) if _is_open(told, item.finding)}
    known |= {finding: item for finding, item in told.items() if finding not in known}
    return _close(kb, known)


def _is_open(told: Mapping[str, Evidence], finding: str) -> bool:
    return finding not in told or told[finding].state == "unknown"


def _close(kb: KnowledgeBase, known: dict[str, Evidence]) -> Facts:
    """Follow `implies` and `excludes` until nothing new follows."""
    links = implications(kb)
    silenced: dict[str, str] = {}  # finding -> the one that it follows from
    waiting = [known[finding] for finding in sorted(known)]
    while waiting:
        item = waiting.pop()
        for finding, state in _consequences(links, item):
            if _is_open(known, finding):
                known[finding] = replace(
                    item, finding=finding, state=state, value=None, because=(item.finding,)
                )
                waiting.append(known[finding])
            elif not _agrees(known[finding], state, item) or finding in _roots(silenced, item):
                continue
            silenced[finding] = item.finding
    return Facts(known, frozenset(silenced))


def _agrees(known: Evidence, state: str, item: Evidence) -> bool:
    return known.state == state and known.confidence <= item.confidence


def _roots(silenced: Mapping[str, str], item: Evidence) -> set[str]:
    """What already makes this item silent; it must not be silenced in turn."""
    roots, finding = set(), item.finding
    while finding in silenced and finding not in roots:
        roots.add(finding)
        finding = silenced[finding]
    return roots | {finding}


def _consequences(links: Implications, item: Evidence) -> Iterator[tuple[str, State]]:
    if isinstance(item.value, str) and item.finding in links.picked:
        if item.state == "present":
            yield from links.picked[item.finding].get(item.value, ())
    elif item.state == "present":
        yield from ((other, "present") for other in links.general.get(item.finding, ()))
        yield from ((other, "absent") for other in links.excluded.get(item.finding, ()))
    elif item.state == "absent":
        yield from ((other, "absent") for other in links.special.get(item.finding, ()))
