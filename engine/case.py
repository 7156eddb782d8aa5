"""A case: everything one person has told us or we have measured so far; immutable."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from knowledge_base import State
from knowledge_base.model import Source

Value = float | str | None
Outcome = Literal["no_change", "partly", "solved", "worse"]


@dataclass(frozen=True)
class Words:
    """The place in a person's message that says so."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Evidence:
    """One finding's state, who says so, how surely, and the numbers behind it.

    A choice or number finding carries its option or number as `value`; "absent" then says that it
    is not that option. A number may also be given as one of its bins.
    """

    finding: str
    state: State = "present"
    value: Value = None
    source: Source = "said"
    confidence: float = 1.0  # 0.5 says nothing about a yes/no finding, 0 the opposite
    words: Words | None = None
    numbers: Mapping[str, object] = field(default_factory=dict, hash=False)
    because: tuple[
        str, ...
    ] = ()  # the findings it was worked out from; empty when told or measured


@dataclass(frozen=True)
class Tried:
    """What came of a fix.

    `on_copy`: in some steps on a copy of the model, not in a run of the person's; it tells
    something only where the same steps without the fix failed (`telling`).
    """

    fix: str
    outcome: Outcome
    on_copy: bool = False
    telling: bool = True
    numbers: Mapping[str, object] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Case:
    """Every earlier turn of a conversation can be kept and replayed.

    >>> case = Case().record(Evidence("loss_diverges"), Evidence("learning_rate", value=0.1))
    >>> case.retract("loss_diverges") == Case().record(Evidence("learning_rate", value=0.1))
    True
    """

    evidence: tuple[Evidence, ...] = ()
    tried: tuple[Tried, ...] = ()
    complaint: bool = True  # False: files alone were given, nobody said that something is wrong
    uploads: frozenset[str] = frozenset()  # the kinds at hand, as findings name them
    declined: frozenset[str] = frozenset()  # the kinds the person will not give

    def record(self, *new: Evidence) -> "Case":
        """A case with `new` added; what is said again replaces the older word in its place.

        A probe that cannot tell takes nothing away from what is known.
        """
        case = self
        for item in new:
            known = case.find(item.finding)
            if known is None:
                case = replace(case, evidence=(*case.evidence, item))
            elif item.state != "unknown" or item.source != "measured":
                case = case.edit(item)
        return case

    def edit(self, item: Evidence) -> "Case":
        """Replace what is known of its finding; everything told later stays."""
        return replace(
            self, evidence=tuple(item if e.finding == item.finding else e for e in self.evidence)
        )

    def retract(self, *findings: str) -> "Case":
        return self._keep(lambda item: item.finding not in findings)

    def record_fix(self, fix: str, outcome: Outcome) -> "Case":
        return replace(
            self.retract_fix(fix), tried=(*self.retract_fix(fix).tried, Tried(fix, outcome))
        )

    def record_copy(
        self, fix: str, outcome: Outcome, telling: bool, numbers: Mapping[str, object]
    ) -> "Case":
        """A fix tried on a copy; what came of it in a run of the person's counts more."""
        if any(item.fix == fix and not item.on_copy for item in self.tried):
            return self
        return replace(
            self, tried=(*self.retract_fix(fix).tried, Tried(fix, outcome, True, telling, numbers))
        )

    def retract_fix(self, fix: str) -> "Case":
        return replace(self, tried=tuple(item for item in self.tried if item.fix != fix))

    def find(self, finding: str) -> Evidence | None:
        return next((item for item in self.evidence if item.finding == finding), None)

    @property
    def asked(self) -> int:
        """How many answers the person was troubled for."""
        return sum(item.source == "asked" for item in self.evidence)

    def _keep(self, wanted: Callable[[Evidence], bool]) -> "Case":
        return replace(self, evidence=tuple(filter(wanted, self.evidence)))
