"""A cause is complete, has tests of its own, and some question tells it from each other cause."""

from collections.abc import Iterator
from itertools import combinations

from knowledge_base.model import Cause, KnowledgeBase, Reference

CLEAR = 0.4  # a gap in P(finding) that an answer shows: `often` against `rarely` is 0.49
LEAST_CLEAR = 2  # one answer may be missing or wrong


def causes_are_complete(kb: KnowledgeBase) -> Iterator[str]:
    for name, cause in kb.causes.items():
        for what in _lacks(cause):
            yield f"{name}: {what}"


def _lacks(cause: Cause) -> Iterator[str]:
    expected = {vignette.expect for vignette in cause.vignettes if not vignette.known_miss}
    if not {"first", "not_first"} <= expected:
        yield "needs a vignette it wins and one it must not win"
    if not any(isinstance(source, Reference) for source in cause.sources):
        yield "needs a public source"
    if not cause.fixes:
        yield "needs a fix"
    if not cause.findings:
        yield "needs findings"
    if set(cause.prevents) & cause.findings.keys():
        yield "names a finding both under findings and under prevents"


def causes_use_the_kind_of_each_finding(kb: KnowledgeBase) -> Iterator[str]:
    for name, cause in kb.causes.items():
        for finding, entry in cause.findings.items():
            known = kb.findings.get(finding)
            if known and (known.kind == "binary") != isinstance(entry, str):
                yield f"{name}: {finding} is {known.kind}, which takes {_takes(known.kind)}"


def _takes(kind: str) -> str:
    return "one word" if kind == "binary" else "a word for some of its options"


def causes_can_be_told_apart(kb: KnowledgeBase) -> Iterator[str]:
    """Both name what they look like; at least two findings must come out differently."""
    for one, other in combinations(kb.causes, 2):
        clear = clearly_different(kb, one, other)
        if len(clear) < LEAST_CLEAR:
            yield f"{one}: only {clear or 'nothing'} tells it from {other}"


def clearly_different(kb: KnowledgeBase, one: str, other: str) -> list[str]:
    """Findings whose answer is likely to differ between the two causes."""
    first, second = kb.causes[one], kb.causes[other]
    named = [*dict.fromkeys((*first.findings, *second.findings, *first.prevents, *second.prevents))]
    return [name for name in named if name in kb.findings and _gap(kb, name, one, other) >= CLEAR]


def _gap(kb: KnowledgeBase, finding: str, one: str, other: str) -> float:
    if kb.findings[finding].kind == "binary":
        return abs(kb.likelihood(finding, one) - kb.likelihood(finding, other))
    shares = [_shares(kb, finding, cause) for cause in (one, other)]
    return 0.5 * sum(abs(shares[0][option] - shares[1][option]) for option in shares[0])


def _shares(kb: KnowledgeBase, finding: str, cause: str) -> dict[str, float]:
    """P(option | cause): the words of the named ones, the others share what is left."""
    options = kb.findings[finding].options
    entry = kb.causes[cause].findings.get(finding, {})
    words = entry if isinstance(entry, dict) else {}
    named = {option: kb.scales.likelihood[word] for option, word in words.items()}
    rest = max(0.0, 1.0 - sum(named.values()))
    open_weight = sum(option.weight for name, option in options.items() if name not in named)
    shares = {
        name: named[name] if name in named else rest * option.weight / open_weight
        for name, option in options.items()
    }
    total = sum(shares.values()) or 1.0
    return {name: share / total for name, share in shares.items()}


def vignettes_are_possible(kb: KnowledgeBase) -> Iterator[str]:
    for name, cause in kb.causes.items():
        for vignette in cause.vignettes:
            where = f"{name}: {vignette.case!r}"
            for finding in sorted({*vignette.present} & {*vignette.absent}):
                yield f"{where} has {finding} both present and absent"
            for finding in (*vignette.present, *vignette.absent):
                if finding in kb.findings and kb.findings[finding].kind != "binary":
                    yield f"{where}: {finding} needs a value"
            for finding, value in vignette.values.items():
                if finding in kb.findings and not _fits(kb, finding, value):
                    yield f"{where}: {value!r} is no value of {finding}"


def _fits(kb: KnowledgeBase, finding: str, value: float | str) -> bool:
    known = kb.findings[finding]
    if known.kind == "number":
        return not isinstance(value, str)
    return known.kind == "choice" and value in known.options
