"""What the engine proposes to do next, as plain values."""

from dataclasses import dataclass
from typing import Literal

from engine.beliefs import Belief

StepKind = Literal["single", "group", "choice", "number", "probe", "upload", "try", "stop"]
StopReason = Literal["sure", "margin", "no_information", "count", "unexplained"]


@dataclass(frozen=True)
class Prospect:
    """One possible answer, how likely it is, and what would then be believed."""

    answer: str  # present, absent, or an option or bin
    probability: float
    leading: tuple[Belief, ...]


@dataclass(frozen=True)
class Question:
    """Why this finding is worth an answer."""

    finding: str
    bits: float  # expected information
    cost: float  # minutes
    separates: tuple[str, ...]  # the causes whose odds the answer moves most
    prospects: tuple[Prospect, ...]


@dataclass(frozen=True)
class Invitation:
    """An upload that would answer many open findings at once."""

    upload: str
    findings: tuple[str, ...]  # the most telling first
    bits: float
    cost: float


@dataclass(frozen=True)
class Step:
    """single, group, choice, number: ask `questions`; probe: measure them from the files at hand;
    upload: ask for `invitation`; try: see whether `fix` helps; stop: nothing more to do.
    """

    kind: StepKind
    questions: tuple[Question, ...] = ()
    invitation: Invitation | None = None  # also given beside a question, as the other way
    fix: str | None = None
    stop: StopReason | None = None  # why asking is over
    bits: float = 0.0
    cost: float = 0.0

    @property
    def finding(self) -> str | None:
        return self.questions[0].finding if self.questions else None
