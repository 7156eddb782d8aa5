"""One conversation: what was said and done, in order, and the case that follows from it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from app import evidence_json
from engine import Case, Evidence
from knowledge_base import Language

SAID, ANSWERED, CHANGED, TRIED = "said", "answered", "changed", "tried"
MEASURED, EXPERIMENTED = "measured", "experimented"

OUTCOMES = ("solved", "partly", "no_change", "worse")


@dataclass(frozen=True)
class Entry:
    """One thing said or done. `data` may hold:

    text       what the person wrote
    evidence   what was recorded because of it
    retracted  the findings taken back
    tried      [fix, outcome]
    experiment what came of an experiment: its id, fix, verdict, numbers, job, and
               whether the verdict tells more than the evidence beside it
    question   the question that this answers, as it was shown
    unsure     what was offered as "did you mean"
    reply      the keys of what whyloss said to it
    uploads    the kinds of files that are now at hand
    """

    kind: str
    data: dict[str, Any] = field(default_factory=dict)
    undone: bool = False


@dataclass(frozen=True)
class Consultation:
    """The entries are the truth; the case is computed from them, so undo and replay are exact."""

    id: str
    language: Language
    entries: tuple[Entry, ...] = ()

    @property
    def case(self) -> Case:
        case = Case(complaint=self.complaint)
        for entry in self.entries:
            if not entry.undone:
                case = _apply(case, entry.data)
        return case

    @property
    def complaint(self) -> bool:
        """Whether the person says that something is wrong, rather than only handing in files."""
        return not self.entries or any(
            e.kind not in (MEASURED, EXPERIMENTED) for e in self.entries if not e.undone
        )


def recorded(
    kind: str, evidence: Sequence[Evidence], question: dict[str, Any] | None = None
) -> Entry:
    data: dict[str, Any] = {"evidence": [evidence_json.dump(item) for item in evidence]}
    return Entry(kind, {**data, "question": question} if question else data)


def _apply(case: Case, data: dict[str, Any]) -> Case:
    case = case.retract(*data.get("retracted", ()))
    case = case.record(*(evidence_json.load(row) for row in data.get("evidence", ())))
    if "tried" in data:
        case = case.record_fix(*data["tried"])
    if "experiment" in data:
        case = with_experiment(case, data["experiment"])
    if "uploads" in data:
        case = _with_uploads(case, data["uploads"])
    return case


def with_experiment(case: Case, told: dict[str, Any]) -> Case:
    """A fix that was tried on a copy, as far as it came to a verdict."""
    if not told.get("fix") or told["verdict"] not in OUTCOMES:
        return case
    return case.record_copy(told["fix"], told["verdict"], told["telling"], told["numbers"])


def _with_uploads(case: Case, kinds: Sequence[str]) -> Case:
    return replace(case, uploads=case.uploads | frozenset(kinds))
