"""The shape of the YAML files. A key that is not listed here is an error.

A file's id is its name: `findings/loss_becomes_nan.yaml` is `loss_becomes_nan`.
"""

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, StringConstraints, model_validator

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")
State = Literal["present", "absent", "unknown"]
Source = Literal["asked", "said", "measured", "tried"]
Likelihood = Literal["always", "usually", "often", "sometimes", "rarely", "never", "impossible"]
Commonness = Literal["very_common", "common", "occasional", "rare"]
Framework = Literal["pytorch", "keras"]
Counts = dict[str, dict[str, tuple[int, int]]]  # cause -> finding -> (present, judged) runs
Weights = dict[str, dict[str, tuple[float, float]]]  # cause -> finding -> nats, present and absent
RuleId = Annotated[str, StringConstraints(pattern=r"^S\d\d$")]


class Strict(BaseModel):
    """Reject unknown keys and empty text; never change after loading."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, str_strip_whitespace=True, str_min_length=1
    )


class Text(Strict):
    """One sentence in both languages, side by side so that a review sees both."""

    en: str
    zh: str

    def to(self, language: Language) -> str:
        return self.en if language == "en" else self.zh


class Phrases(Strict):
    """How people say it; only the understanding of free text reads this."""

    en: tuple[str, ...] = ()
    zh: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        return self.en + self.zh


class Reference(Strict):
    """A public work that says so."""

    title: str
    url: HttpUrl


Cited = tuple[RuleId | Reference, ...]


class Option(Strict):
    """One answer of a choice, or one bin of a number."""

    name: Text
    phrases: Phrases = Phrases()
    weight: float = Field(default=1.0, gt=0)  # background share, relative to the other options
    means: str | None = None  # of a pick list: the yes/no finding that is then present


class Scale(Strict):
    """How a number falls into bins: `edges` between `options`, of value or of value / reference.

    With `reference`, a value is first divided by the entry of the choice named by `reference_by`
    (such as the usual rate of the optimizer), or by `default`.
    """

    edges: tuple[float, ...] = Field(min_length=1)
    log: bool = False  # bins blur by a share of a decade instead of an absolute amount
    blur: float = Field(default=0.1, gt=0)
    low: float | None = None  # values outside [low, high] are refused as impossible
    high: float | None = None
    unit: Text | None = None
    reference_by: str | None = None
    reference: dict[str, float] = {}
    default: float = 1.0


class Place(Strict):
    """A finding's place in an order of examination that the source or the field prescribes."""

    id: str
    place: int = Field(ge=1)


class Channel(Strict):
    """How often a report is wrong: present without being there, absent while being there."""

    false_alarm: float = Field(ge=0, lt=1)
    miss: float = Field(ge=0, lt=1)


class Finding(Strict):
    """Something that can be seen about a training run, whatever its cause."""

    kind: Literal["binary", "choice", "number"] = "binary"
    name: Text
    question: Text
    how_to_tell: Text  # with a runnable snippet where one helps
    phrases: Phrases
    usual: Likelihood = "rarely"  # how often it is seen when nothing explains it
    options: dict[str, Option] = {}  # of a choice; of a number: its bins, low to high
    scale: Scale | None = None  # of a number
    cost: float = Field(default=1.0, gt=0)  # minutes to answer
    dont_know: float = Field(default=0.1, ge=0, lt=1)  # share of people who cannot say
    group: str = "other"
    chosen: bool = False  # by who built the run: how often the clinic has it is the clinic's habit
    implies: tuple[str, ...] = ()  # findings that are then present too
    excludes: tuple[str, ...] = ()  # findings that are then absent
    only_if: dict[str, tuple[str, ...]] = {}  # asked once one of these states or options is known
    unless: dict[str, tuple[str, ...]] = {}  # not asked once one of these is known
    checklist: Place | None = None
    urgent: bool = False  # the run should be stopped: said before anything else
    # Filled with a probe's numbers; of several sentences the first that they fill.
    evidence: Text | tuple[Text, ...] | None = None
    upload: tuple[
        Literal["history", "checkpoint", "model", "batch", "validation_batch", "script"], ...
    ] = ()
    reliability: dict[Source, Channel] = {}  # where it differs from scales.yaml

    @property
    def sentences(self) -> tuple[Text, ...]:
        return (
            self.evidence
            if isinstance(self.evidence, tuple)
            else tuple(filter(None, [self.evidence]))
        )

    @property
    def listed(self) -> dict[str, str]:
        """Of a pick list, which asks after several yes/no findings at once: option -> finding."""
        return {name: option.means for name, option in self.options.items() if option.means}


class Advice(Strict):
    """What follows from the case's own numbers.

    `numbers` are arithmetic over the findings in `needs` (`learning_rate / 5`) or over a probe's
    numbers (`classes_imbalanced.ratio`), and fill `text` and the `$placeholders` of the code.
    """

    needs: tuple[str, ...]
    when: str | None = None  # arithmetic comparison that must hold
    numbers: dict[str, str] = {}
    text: Text


class Fix(Strict):
    """What to do, and how to see that it worked."""

    name: Text
    steps: tuple[Text, ...] = Field(min_length=1)
    code: dict[Framework, str]  # compiles once `$placeholders` are filled
    defaults: dict[str, float | int | str] = {}  # the placeholders when the case has no numbers
    advice: tuple[Advice, ...] = ()  # the first whose needs are known is given
    minutes: float = Field(gt=0)
    needs_rerun: bool
    risk: Literal["safe", "risky"]
    worked_if: Text
    sources: Cited


class Vignette(Strict):
    """A small case with a known answer; the cause's own test."""

    case: str
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    values: dict[str, float | str] = {}
    expect: Literal["first", "top_3", "not_first"]
    known_miss: str | None = None  # why it fails today; the test then expects failure


class Cause(Strict):
    """What is wrong, or what looks wrong and is not."""

    name: Text
    why: Text
    how_common: Commonness
    benign: bool = False
    findings: dict[str, Likelihood | dict[str, Likelihood]]
    prevents: tuple[str, ...] = ()
    fixes: dict[str, Likelihood]  # how often the fix removes this cause
    sources: Cited
    vignettes: tuple[Vignette, ...]


class Checklist(Strict):
    """An order of examination, followed once one of `when` is present."""

    name: Text
    why: Text
    when: tuple[str, ...] = ()
    sources: Cited


class Prior(Strict):
    """What is believed before any evidence, as odds beside the known causes' 1."""

    other: float = Field(gt=0)
    healthy_after_complaint: float = Field(gt=0)
    healthy_from_files: float = Field(gt=0)
    faults: float = Field(gt=0)  # expected number of causes: sets the odds of a second fault


class Strength(Strict):
    """What a measurement's likelihood counts, as an exponent; 1 takes all as independent.

    A cause shows in one of several ways: that it does not oscillate says little when it diverges.
    """

    measured_absent: float = Field(default=1.0, gt=0, le=1)
    measured_present: float = Field(default=1.0, gt=0, le=1)


class Trust(Strict):
    """How many runs of the clinic a word weighs as much as, when a probe reports."""

    words: float = Field(default=6.0, gt=0)  # of a finding that the cause names
    usual: float = Field(default=6.0, gt=0)  # of one that it does not


class Scales(Strict):
    """What the words are worth; see scales.yaml."""

    likelihood: dict[Likelihood, float]
    commonness: dict[Commonness, float]
    channel: dict[Source, Channel]
    prior: Prior
    strength: Strength = Strength()
    trust: Trust = Trust()
    temperature: float = Field(gt=0)
    other_background: float = Field(gt=0, lt=1)  # P(a finding that some cause has | OTHER)


class Grade(Strict):
    """What the size of a number in a report adds: cause -> nats at each knot, straight between."""

    at: tuple[float, ...] = Field(min_length=2)
    nats: dict[str, tuple[float, ...]]

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if any(high <= low for low, high in pairwise(self.at)):
            raise ValueError("the knots must rise")
        if any(len(values) != len(self.at) for values in self.nats.values()):
            raise ValueError("each cause needs as many nats as there are knots")
        return self


Grades = dict[str, dict[str, Grade]]  # finding -> number of its report


Messages = tuple[tuple[str, str], ...]  # what is said, and labels as in tests/understanding


@dataclass(frozen=True)
class KnowledgeBase:
    """Everything read; `hash` changes with any byte of any file."""

    findings: dict[str, Finding]
    causes: dict[str, Cause]
    families: dict[str, str]  # cause -> folder
    fixes: dict[str, Fix]
    checklists: dict[str, Checklist]
    words: dict[str, dict[str, Text]]  # file -> key -> sentence
    scales: Scales
    hash: str
    measured: Counts = field(default_factory=dict)
    weights: Weights = field(default_factory=dict)
    grades: Grades = field(default_factory=dict)
    numbers_told: dict[str, tuple[str, ...]] = field(default_factory=dict)  # file -> clauses
    clauses_told: dict[str, Messages] = field(default_factory=dict)  # labels as in examples.py
    messages_told: dict[str, Messages] = field(default_factory=dict)  # file -> with their labels

    def likelihood(self, finding: str, cause: str | None) -> float:
        """P(binary finding is present | cause alone); None stands for no cause at all."""
        entry = self.findings[finding]
        word: Any = entry.usual
        if cause is not None:
            known = self.causes[cause]
            word = known.findings.get(finding, "never" if finding in known.prevents else word)
        return self.scales.likelihood[word]

    def say(self, file: str, key: str, language: Language, **numbers: object) -> str:
        """The sentence `key` of words/`file`.yaml, its placeholders filled."""
        return self.words[file][key].to(language).format(**numbers)
