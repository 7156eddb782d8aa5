"""A finding can be asked, said, measured, and is of use."""

from collections.abc import Iterator

from knowledge_base.model import Finding, KnowledgeBase

LEAST_PHRASES = 6  # of a binary finding, in each language


def kinds_are_complete(kb: KnowledgeBase) -> Iterator[str]:
    for name, finding in kb.findings.items():
        missing = _missing(finding)
        if missing:
            yield f"{name}: a {finding.kind} finding {missing}"


def _missing(finding: Finding) -> str | None:
    options = len(finding.options)
    if finding.kind == "binary":
        return "has no options and no scale" if options or finding.scale else None
    if finding.kind == "choice":
        return "needs two options or more, and no scale" if options < 2 or finding.scale else None
    if finding.scale is None:
        return "needs a scale"
    if options != len(finding.scale.edges) + 1:
        return f"with {len(finding.scale.edges)} edges needs one option more, not {options}"
    if list(finding.scale.edges) != sorted(set(finding.scale.edges)):
        return "needs rising edges"
    return None


def findings_are_used(kb: KnowledgeBase) -> Iterator[str]:
    """By a cause, or by another finding's condition; numbers serve advice and relations besides."""
    used = {finding for cause in kb.causes.values() for finding in cause.findings}
    used |= {finding for cause in kb.causes.values() for finding in cause.prevents}
    for finding in kb.findings.values():
        used |= {*finding.only_if, *finding.unless}
    for name, finding in kb.findings.items():
        if finding.kind == "binary" and name not in used:
            yield f"{name}: nothing mentions this finding"


def phrases_are_enough(kb: KnowledgeBase) -> Iterator[str]:
    for name, finding in kb.findings.items():
        if finding.kind == "binary":
            for language, phrases in (("en", finding.phrases.en), ("zh", finding.phrases.zh)):
                if len(phrases) < LEAST_PHRASES:
                    yield f"{name}: {len(phrases)} {language} phrases, {LEAST_PHRASES} are needed"


def phrases_point_to_one_finding(kb: KnowledgeBase) -> Iterator[str]:
    owners: dict[str, str] = {}
    for name, finding in kb.findings.items():
        said = {phrase.casefold().strip() for phrase in finding.phrases.all}
        for option in finding.options.values():
            said |= {phrase.casefold().strip() for phrase in option.phrases.all}
        for phrase in sorted(said):
            other = owners.setdefault(phrase, name)
            if other != name:
                yield f"{name}: the phrase {phrase!r} is taken by {other}"


def measured_findings_say_so(kb: KnowledgeBase) -> Iterator[str]:
    """What an upload answers has a sentence for the numbers, unless the number itself is it."""
    for name, finding in kb.findings.items():
        if finding.kind == "binary" and bool(finding.upload) != bool(finding.evidence):
            yield f"{name}: upload and evidence go together"


def orders_have_a_first_place(kb: KnowledgeBase) -> Iterator[str]:
    for order in kb.checklists:
        places = {
            finding.checklist.place
            for finding in kb.findings.values()
            if finding.checklist and finding.checklist.id == order
        }
        if places != set(range(1, len(places) + 1)) or not places:
            yield f"{order}: places run from 1 without gaps, not {sorted(places)}"


def implications_do_not_contradict(kb: KnowledgeBase) -> Iterator[str]:
    for name in kb.findings:
        implied = _closure(kb, name)
        if name in implied:
            yield f"{name}: implies itself"
        for finding in (name, *implied):
            for excluded in kb.findings[finding].excludes:
                if excluded == name or excluded in implied:
                    yield f"{name}: implies {finding}, which excludes {excluded}"


def _closure(kb: KnowledgeBase, name: str) -> set[str]:
    found: set[str] = set()
    todo = [*kb.findings[name].implies]
    while todo:
        finding = todo.pop()
        if finding in kb.findings and finding not in found:
            found.add(finding)
            todo += kb.findings[finding].implies
    return found
