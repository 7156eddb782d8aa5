"""Which findings follow from which, in both directions."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.once import once_per_knowledge
from knowledge_base import KnowledgeBase

Links = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Implications:
    general: Links  # finding -> what is present with it
    special: Links  # finding -> what implies it, and so is absent with it
    excluded: Links  # finding -> what is absent when it is present


@once_per_knowledge
def implications(kb: KnowledgeBase) -> Implications:
    binary = {name for name, finding in kb.findings.items() if finding.kind == "binary"}
    general = {name: _among(binary, kb.findings[name].implies) for name in binary}
    excluded = {name: _among(binary, kb.findings[name].excludes) for name in binary}
    special = {
        name: tuple(sorted(other for other in binary if name in general[other])) for name in binary
    }
    return Implications(general, special, excluded)


def _among(binary: set[str], names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in names if name in binary)
