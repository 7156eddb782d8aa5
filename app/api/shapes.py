"""What the REST API takes and gives: the shapes that outside tools read; keep them stable."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, StringConstraints, model_validator

from knowledge_base.model import Language, Source, State

Id = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[a-z0-9_]+$")]
Said = Annotated[str, StringConstraints(min_length=1, max_length=200_000)]
Outcome = Literal["solved", "partly", "no_change", "worse"]


class Taken(BaseModel):
    """Unknown fields are refused: a misspelt `evidnece` must not pass silently."""

    model_config = ConfigDict(extra="forbid")


class Answer(Taken):
    """One finding's state or value."""

    state: State | None = None
    value: FiniteFloat | Annotated[str, StringConstraints(max_length=64)] | None = None
    confidence: float = Field(default=1.0, ge=0, le=1, allow_inf_nan=False)

    @model_validator(mode="after")
    def _one_of_both(self) -> "Answer":
        if self.state is None and self.value is None:
            raise ValueError("give `state` or `value`")
        return self


class Item(Answer):
    """Evidence of a stateless request."""

    id: Id
    source: Source = "asked"


class TriedFix(Taken):
    id: Id
    outcome: Outcome


class Diagnose(Taken):
    language: Language | None = None
    text: Said | None = None
    evidence: list[Item] = Field(default=[], max_length=200)
    tried: list[TriedFix] = Field(default=[], max_length=50)


class Parse(Taken):
    language: Language | None = None
    text: Said
    asked: list[Id] = Field(default=[], max_length=10)


class Explain(Diagnose):
    cause: Id
    against: Id | None = None


class WhatIf(Diagnose):
    change: list[Item] = Field(default=[], max_length=20)
    without: list[Id] = Field(default=[], max_length=20)


class Open(Taken):
    """A new consultation; everything is optional."""

    language: Language | None = None
    text: Said | None = None
    evidence: list[Item] = Field(default=[], max_length=200)


class Message(Taken):
    language: Language | None = None
    text: Said


class Answers(Taken):
    """The answer to the question just asked; several items for a group."""

    language: Language | None = None
    answers: dict[Id, Answer] = Field(max_length=10)


class FixOutcome(Taken):
    outcome: Outcome


class Speak(Taken):
    language: Language


class ConsultationPath(BaseModel):
    consultation: str = Field(description="The consultation's id, a secret: who has it may read it")


class FindingPath(ConsultationPath):
    finding: str


class FixPath(ConsultationPath):
    fix: str


class KnowledgePath(BaseModel):
    id: str


class InLanguage(BaseModel):
    language: Language | None = None


class Search(InLanguage):
    q: str = Field(default="", max_length=200)
    limit: int = Field(default=20, ge=1, le=200)


class ReportQuery(InLanguage):
    format: Literal["markdown", "json", "html"] = "markdown"


class Given(BaseModel):
    model_config = ConfigDict(extra="allow")


class RankedCause(Given):
    id: str
    name: str
    probability: float


class KnownFinding(Given):
    id: str
    state: State | None
    value: float | str | None
    source: str
    confidence: float
    words: str | None


class Diagnosis(Given):
    """The one shape of every answer about a case."""

    causes: list[RankedCause]
    other_probability: float
    findings: list[KnownFinding]
    question: dict[str, Any] | None
    fixes: list[dict[str, Any]]
    warnings: list[dict[str, Any]]
    knowledge_base: str


class Consultation(Given):
    id: str
    language: Language
    state: Diagnosis
    transcript: list[dict[str, Any]]


class StartExperiment(Taken):
    """One of `GET experiments`; `fix` goes with `try_fix` alone. It ends at `budget` seconds."""

    experiment: Id
    fix: Id | None = None
    budget: float = Field(default=120.0, ge=5, le=600, allow_inf_nan=False)
    device: Literal["cpu", "gpu"] | None = Field(
        default=None, description="Where to run it; by default on a GPU where there is one"
    )


class LastTime(Given):
    job: str
    state: str
    verdict: str | None
    text: str | None


class OfferedExperiment(Given):
    """`seconds` is the price, None where it is not possible, for the reason `why_not`."""

    experiment: str
    fix: str | None
    name: str
    about: str
    seconds: float | None
    possible: bool
    why_not: str | None
    last: LastTime | None


class Experiments(Given):
    experiments: list[OfferedExperiment]
    budget: float = Field(description="Seconds after which an experiment ends by itself")


class ExperimentLine(Given):
    """`mean`, `low` and `high` are over the seeds, point by point."""

    name: Literal["control", "fixed", "batch", "smoothed"]
    label: str
    x: list[float | None]
    seeds: list[list[float | None]]
    mean: list[float | None]
    low: list[float | None]
    high: list[float | None]


class ExperimentResult(Given):
    """`text` is the verdict in words; `plot` the lines as `GET plots` gives its figures."""

    verdict: str
    text: str
    numbers: dict[str, Any]
    axis: Literal["step", "learning_rate"]
    lines: list[ExperimentLine]
    plot: dict[str, Any] | None


class Job(Given):
    """`progress` counts `done` of `total`; `result` is of an experiment that is done."""

    id: str
    kind: str
    experiment: str | None
    fix: str | None
    state: str
    attempt: int
    progress: dict[str, Any]
    error: str | None
    notice: str | None = Field(description="What to know of where it is done")
    result: ExperimentResult | None


class Jobs(Given):
    jobs: list[Job]


class ProblemShape(Given):
    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
