"""Of which sets the known phrases of a finding are told."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.once import once_per_knowledge
from engine.understanding import subjects as s
from engine.understanding.subjects import marks
from knowledge_base import KnowledgeBase

HELD_OUT = {s.VAL_LOSS: "val", s.VAL_ACC: "val", s.TEST_LOSS: "test", s.TEST_ACC: "test"}
OTHERS = {s.BOTH: "both", s.OTHER_LOSS: "part of the loss"}


@dataclass(frozen=True)
class Ways:
    sides: frozenset[frozenset[str]]  # of every phrase

    def fits(self, words: str) -> bool:
        """No phrase is told of such sets: it is somebody else's loss."""
        return _side(words) in self.sides


@once_per_knowledge
def ways_of_telling(kb: KnowledgeBase) -> Mapping[str, Ways]:
    return {
        name: _ways(finding.phrases.all)
        for name, finding in kb.findings.items()
        if finding.kind == "binary"
    }


def _ways(phrases: tuple[str, ...]) -> Ways:
    return Ways(frozenset(_side(phrase.lower()) for phrase in phrases))


def _side(words: str) -> frozenset[str]:
    named = {**HELD_OUT, **OTHERS}
    return frozenset(named[letter] for letter in marks(words) if letter in named)
