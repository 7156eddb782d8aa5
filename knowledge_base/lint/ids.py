"""Every id that a file names exists, and names one thing only."""

import re
from collections.abc import Iterable, Iterator

from knowledge_base.model import Cause, Finding, KnowledgeBase

SNAKE_CASE = re.compile(r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$")
STATES = frozenset({"present", "absent", "unknown"})


def ids_are_unique(kb: KnowledgeBase) -> Iterator[str]:
    kinds = {"finding": [*kb.findings], "cause": [*kb.causes], "fix": [*kb.fixes]}
    seen: dict[str, str] = {}
    for kind, entries in kinds.items():
        for entry in entries:
            other = seen.setdefault(entry, kind)
            if other != kind:
                yield f"{entry}: is a {other} and a {kind}"


def ids_are_snake_case(kb: KnowledgeBase) -> Iterator[str]:
    for entry in (*kb.findings, *kb.causes, *kb.fixes, *kb.checklists):
        if not SNAKE_CASE.match(entry):
            yield f"{entry}: an id is written in snake_case"


def named_findings_exist(kb: KnowledgeBase) -> Iterator[str]:
    for owner, named in _named_findings(kb):
        for finding in sorted(set(named) - kb.findings.keys()):
            yield f"{owner}: no such finding {finding!r}"


def taught_names_exist(kb: KnowledgeBase) -> Iterator[str]:
    for file, taught in (("measured", kb.measured), ("weights", kb.weights)):
        for cause, findings in taught.items():
            if cause not in kb.causes:
                yield f"{file}: no such cause {cause!r}"
            for finding in sorted(findings.keys() - kb.findings.keys()):
                yield f"{file}: no such finding {finding!r} (of {cause})"
    for finding, numbers in kb.grades.items():
        if finding not in kb.findings:
            yield f"grades: no such finding {finding!r}"
        for cause in sorted({c for grade in numbers.values() for c in grade.nats} - set(kb.causes)):
            yield f"grades: no such cause {cause!r} (of {finding})"


def named_fixes_exist(kb: KnowledgeBase) -> Iterator[str]:
    for name, cause in kb.causes.items():
        for fix in sorted(cause.fixes.keys() - kb.fixes.keys()):
            yield f"{name}: no such fix {fix!r}"


def named_checklists_exist(kb: KnowledgeBase) -> Iterator[str]:
    for name, finding in kb.findings.items():
        if finding.checklist and finding.checklist.id not in kb.checklists:
            yield f"{name}: no such checklist {finding.checklist.id!r}"


def named_options_exist(kb: KnowledgeBase) -> Iterator[str]:
    for name, cause in kb.causes.items():
        for finding, entry in cause.findings.items():
            if isinstance(entry, dict):
                yield from _unknown_options(kb, name, finding, entry)
    for name, known in kb.findings.items():
        for conditions in (known.only_if, known.unless):
            for finding, answers in conditions.items():
                yield from _unknown_options(kb, name, finding, set(answers) - STATES)


def _unknown_options(
    kb: KnowledgeBase, owner: str, finding: str, named: Iterable[str]
) -> Iterator[str]:
    if finding in kb.findings:
        for option in sorted(set(named) - kb.findings[finding].options.keys()):
            yield f"{owner}: {finding} has no option {option!r}"


def _named_findings(kb: KnowledgeBase) -> Iterator[tuple[str, set[str]]]:
    for name, finding in kb.findings.items():
        yield name, _named_by_finding(finding)
    for name, cause in kb.causes.items():
        yield name, _named_by_cause(cause)
    for name, fix in kb.fixes.items():
        yield name, {need for advice in fix.advice for need in advice.needs}


def _named_by_finding(finding: Finding) -> set[str]:
    named = {*finding.implies, *finding.excludes, *finding.only_if, *finding.unless}
    named |= {*finding.listed.values()}
    if finding.scale and finding.scale.reference_by:
        named.add(finding.scale.reference_by)
    return named


def _named_by_cause(cause: Cause) -> set[str]:
    named = {*cause.findings, *cause.prevents}
    for vignette in cause.vignettes:
        named |= {*vignette.present, *vignette.absent, *vignette.values}
    return named
