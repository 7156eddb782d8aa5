"""Every cause as a reader meets it: what it is, what it shows, what removes it, who says so."""

from collections.abc import Iterator

from knowledge_base import KnowledgeBase, Language
from knowledge_base.model import Cause, Cited, Reference

OFTEN_FIRST = ("always", "usually", "often", "sometimes", "rarely", "never", "impossible")


def page(kb: KnowledgeBase, language: Language) -> str:
    lines = [f"# {_say(kb, 'kind_causes', language)}", ""]
    for family in sorted(set(kb.families.values())):
        title = _say(kb, f"family_{family}", language)
        lines += [f"## {title[:1].upper()}{title[1:]}", ""]
        for name in sorted(kb.causes):
            if kb.families[name] == family:
                lines += [*_entry(kb, name, language), ""]
    return "\n".join(lines).rstrip() + "\n"


def _entry(kb: KnowledgeBase, name: str, language: Language) -> Iterator[str]:
    cause = kb.causes[name]
    yield f"### {cause.name.to(language)}"
    yield ""
    benign = f" · {_say(kb, 'benign', language)}" if cause.benign else ""
    yield f"`{name}` · {_say(kb, f'common_{cause.how_common}', language)}{benign}"
    yield ""
    yield cause.why.to(language)
    yield ""
    yield from _shown(kb, cause, language)
    if cause.prevents:
        names = [kb.findings[finding].name.to(language) for finding in cause.prevents]
        yield _row(_say(kb, "prevents", language), names)
    removed_by = [kb.fixes[fix].name.to(language) for fix in cause.fixes]
    if removed_by:
        yield _row(_say(kb, "fixes", language), removed_by)
    yield _row(_say(kb, "sources", language), list(_cited(kb, cause.sources, language)))


def _shown(kb: KnowledgeBase, cause: Cause, language: Language) -> Iterator[str]:
    """What it shows, one line for each word from always to never."""
    by_word: dict[str, list[str]] = {word: [] for word in OFTEN_FIRST}
    for finding, told in cause.findings.items():
        known = kb.findings[finding]
        if isinstance(told, str):
            by_word[told].append(known.name.to(language))
            continue
        for option, word in told.items():
            choice = known.options[option].name.to(language)
            by_word[word].append(f"{known.name.to(language)} = {choice}")
    for word, names in by_word.items():
        if names:
            yield _row(_say(kb, f"often_{word}", language), names)


def _row(title: str, items: list[str]) -> str:
    return f"- **{title}**: " + " · ".join(items)


def _cited(kb: KnowledgeBase, sources: Cited, language: Language) -> Iterator[str]:
    rules = [source for source in sources if isinstance(source, str)]
    if rules:
        yield _say(kb, "rules", language, rules=", ".join(rules))
    for source in sources:
        if isinstance(source, Reference):
            yield f"[{source.title}]({source.url})"


def _say(kb: KnowledgeBase, key: str, language: Language, **numbers: object) -> str:
    return kb.say("page", f"ui_{key}", language, **numbers)
