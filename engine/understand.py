"""What a person's own words say: the interface behind which the readers of text stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from engine.case import Evidence, Outcome, Value, Words
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

    `outcome` is how the fix that was advised last went.
    `out_of_scope` names a topic that is declined politely (a key of words/out_of_scope.yaml).
    """

    evidence: tuple[Evidence, ...] = ()
    unsure: tuple[Suggestion, ...] = ()  # likeliest first
    out_of_scope: str | None = None
    language: Language = "en"
    outcome: Outcome | None = None

    @property
    def nothing(self) -> bool:
        said = self.evidence or self.unsure or self.outcome
        return not said and self.out_of_scope is None


def understand(
    kb: KnowledgeBase,
    text: str,
    language: Language | None = None,
    asked: str | Iterable[str] | None = None,
) -> Understood:
    """`asked`: the findings just asked about, so that a bare "yes" or "0.1" can be understood."""
    from engine.understanding.reading import read

    return read(kb, text, language, (asked,) if isinstance(asked, str) else tuple(asked or ()))


def prepare_understanding(kb: KnowledgeBase, folder: Path | None = None) -> bool:
    """Train or load what reads text (seconds: call it off the request path).

    False where the sentence encoder is missing: then text is compared by its characters alone, as
    it is until then; numbers and choices are read by patterns alone until then.
    """
    from engine.understanding.classifier import prepare
    from engine.understanding.learned import choices, reader

    choices.prepare(kb, folder)
    reader.prepare(kb, folder)
    return prepare(kb, folder)


def is_prepared(kb: KnowledgeBase, folder: Path) -> bool:
    """Whether to prepare takes two seconds, with what was kept in the folder, or twenty."""
    from engine.understanding.classifier import installed, kept_in
    from engine.understanding.learned import choices, reader

    numbers = reader.kept_in(folder, kb).is_file() or not kb.numbers_told
    options = choices.kept_in(folder, kb).is_file() or not kb.messages_told
    return numbers and options and (kept_in(folder, kb).is_file() or not installed())


def understanding_by(kb: KnowledgeBase) -> str:
    """What text is compared by now, for whoever watches the server."""
    from engine.understanding.classifier import installed, trained

    if trained(kb) is not None:
        return "encoder"
    reason = "is being loaded" if installed() else "is not installed"
    return f"characters only: the sentence encoder {reason}"
