"""Is a piece of evidence possible? Says what is wrong and what was probably meant."""

from difflib import get_close_matches
from math import isfinite

from engine.case import Case, Evidence, Tried
from knowledge_base import Finding, KnowledgeBase


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
        for part in (*item.evidence, *item.tried):
            check(kb, part)
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
    elif finding.kind == "choice" or isinstance(value, bool) or not isfinite(value):
        raise ImpossibleValue(name, value)
    elif finding.scale is not None and not _within(value, finding.scale.low, finding.scale.high):
        raise ImpossibleValue(name, value)


def _within(value: float, low: float | None, high: float | None) -> bool:
    return (low is None or value >= low) and (high is None or value <= high)


def _close(word: str, known: object) -> tuple[str, ...]:
    return tuple(get_close_matches(word, list(known), n=3, cutoff=0.5))  # type: ignore[call-overload]
