"""Which findings follow from which, in both directions."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.once import once_per_knowledge
from knowledge_base import Finding, KnowledgeBase, State

Links = Mapping[str, tuple[str, ...]]
Picks = Mapping[str, Mapping[str, tuple[tuple[str, State], ...]]]


@dataclass(frozen=True)
class Implications:
    general: Links  # finding -> what is present with it
    special: Links  # finding -> what implies it, and so is absent with it
    excluded: Links  # finding -> what is absent when it is present
    picked: Picks  # pick list -> option -> what the option says of the list's findings


@once_per_knowledge
def implications(kb: KnowledgeBase) -> Implications:
    binary = {name for name, finding in kb.findings.items() if finding.kind == "binary"}
    general = {name: _among(binary, kb.findings[name].implies) for name in binary}
    excluded = {name: _among(binary, kb.findings[name].excludes) for name in binary}
    special = {
        name: tuple(sorted(other for other in binary if name in general[other])) for name in binary
    }
    picked = {name: _picked(finding) for name, finding in kb.findings.items() if finding.listed}
    return Implications(general, special, excluded, picked)


def _picked(finding: Finding) -> dict[str, tuple[tuple[str, State], ...]]:
    """The option that fits is there, the others may be too; "none of these" rules all out."""
    none: tuple[tuple[str, State], ...] = tuple(
        (name, "absent") for name in finding.listed.values()
    )
    return {
        option: ((finding.listed[option], "present"),) if option in finding.listed else none
        for option in finding.options
    }


def _among(binary: set[str], names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in names if name in binary)
