"""Is a piece of evidence possible? Says what is wrong and what was probably meant."""

from collections.abc import Iterable
from difflib import get_close_matches
from math import inf, isfinite

from engine.case import Case, Evidence, Tried
from knowledge_base import Finding, KnowledgeBase
from knowledge_base.model import Scale


class NoSuchFinding(LookupError):
    """The knowledge base has no finding of this id; `close` are the likeliest meant."""

    def __init__(self, finding: str, close: tuple[str, ...]):
        super().__init__(finding)
        self.finding, self.close = finding, close


class NoSuchFix(LookupError):
    """The knowledge base has no fix of this id; `close` are the likeliest meant."""

    def __init__(self, fix: str, close: tuple[str, ...]):
        super().__init__(fix)
        self.fix, self.close = fix, close


class ImpossibleState(ValueError):
    """A finding of this kind cannot be in this state."""

    def __init__(self, finding: str, state: str):
        super().__init__(f"{finding}: {state}")
        self.finding, self.state = finding, state


class ImpossibleValue(ValueError):
    """Not an option of the choice, or not a number that the finding can have."""

    def __init__(self, finding: str, value: object, close: tuple[str, ...] = ()):
        super().__init__(f"{finding}: {value!r}")
        self.finding, self.value, self.close = finding, value, close


def check(kb: KnowledgeBase, item: Evidence | Tried | Case) -> None:
    """Raise NoSuchFinding, NoSuchFix, ImpossibleState or ImpossibleValue, or return."""
    if isinstance(item, Case):
        for told in item.evidence:
            _check_evidence(kb, told)
        for tried in item.tried:
            check(kb, tried)
    elif isinstance(item, Tried):
        if item.fix not in kb.fixes:
            raise NoSuchFix(item.fix, _close(item.fix, kb.fixes))
    else:
        _check_evidence(kb, item)


def _check_evidence(kb: KnowledgeBase, item: Evidence) -> None:
    finding = kb.findings.get(item.finding)
    if finding is None:
        raise NoSuchFinding(item.finding, _close(item.finding, kb.findings))
    if item.state not in ("present", "absent", "unknown"):
        raise ImpossibleState(item.finding, item.state)
    if not 0.0 <= item.confidence <= 1.0:
        raise ImpossibleValue(item.finding, item.confidence)
    if item.state == "unknown" or finding.kind == "binary":
        if item.value is not None:
            raise ImpossibleValue(item.finding, item.value)
    elif item.value is None:
        raise ImpossibleState(item.finding, item.state)
    else:
        _check_value(item.finding, finding, item.value)


def _check_value(name: str, finding: Finding, value: float | str) -> None:
    if isinstance(value, str):
        if value not in finding.options:
            raise ImpossibleValue(name, value, _close(value, finding.options))
    elif finding.scale is None or isinstance(value, bool) or not _within(finding.scale, value):
        raise ImpossibleValue(name, value)


def _within(scale: Scale, value: float) -> bool:
    low = -inf if scale.low is None else scale.low
    high = inf if scale.high is None else scale.high
    return isfinite(value) and low <= value <= high


def _close(word: str, known: Iterable[str]) -> tuple[str, ...]:
    return tuple(get_close_matches(word, list(known), n=3, cutoff=0.5))
