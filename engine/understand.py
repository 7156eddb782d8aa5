"""What a person's own words say: the interface behind which the readers of text stand."""

from dataclasses import dataclass

from engine.case import Evidence, Value, Words
from knowledge_base import KnowledgeBase, Language, State


@dataclass(frozen=True)
class Suggestion:
    """ "Did you mean": not sure enough to be recorded."""

    finding: str
    probability: float
    state: State = "present"
    value: Value = None
    words: Words | None = None


@dataclass(frozen=True)
class Understood:
    """`evidence` is sure and may be recorded; nothing else may.

    `out_of_scope` names a topic that is declined politely (a key of words/out_of_scope.yaml).
    """

    evidence: tuple[Evidence, ...] = ()
    unsure: tuple[Suggestion, ...] = ()  # likeliest first
    out_of_scope: str | None = None
    language: Language = "en"

    @property
    def nothing(self) -> bool:
        return not self.evidence and not self.unsure and self.out_of_scope is None


def understand(
    kb: KnowledgeBase, text: str, language: Language | None = None, asked: str | None = None
) -> Understood:
    """`asked` is the finding just asked about, so that a bare "yes" or "0.1" can be understood."""
    from engine.understanding.phrases import read

    return read(kb, text, language, asked)
