"""The knowledge base as plain data in the reader's language, for browsing."""

from string import Template
from typing import Any

from app.near import near
from app.problems import NotFound
from knowledge_base import KnowledgeBase, Language, Text
from knowledge_base.model import Cited


def info(kb: KnowledgeBase) -> dict[str, Any]:
    return {
        "knowledge_base": kb.hash,
        "languages": ["en", "zh"],
        "causes": len(kb.causes),
        "findings": len(kb.findings),
        "fixes": len(kb.fixes),
    }


def search(
    kb: KnowledgeBase, kind: str, words: str, limit: int, language: Language
) -> dict[str, Any]:
    """Entries whose name, id or phrases hold every word, best matches first."""
    wanted = words.lower().split()
    entries = getattr(kb, kind)
    scored = [(_match(name, entry, wanted), name) for name, entry in entries.items()]
    found = sorted((-score, name) for score, name in scored if score)
    items = [_line(kb, kind, name, language) for _, name in found[:limit]]
    return {"items": items, "total": len(found)}


def _match(name: str, entry: Any, wanted: list[str]) -> int:
    """3 when all words are in the name, 1 when they are anywhere, 0 otherwise."""
    title = f"{name} {name.replace('_', ' ')} {entry.name.en} {entry.name.zh}".lower()
    if all(word in title for word in wanted):
        return 3
    phrases = " ".join(entry.phrases.all).lower() if hasattr(entry, "phrases") else ""
    everything = f"{title} {phrases} {getattr(entry, 'why', '')}".lower()
    return int(all(word in everything for word in wanted))


def _line(kb: KnowledgeBase, kind: str, name: str, language: Language) -> dict[str, Any]:
    line = {"id": name, "name": getattr(kb, kind)[name].name.to(language)}
    if kind == "causes":
        line["family"] = kb.families[name]
    if kind == "findings":
        line["kind"] = kb.findings[name].kind
    return line


def cause(kb: KnowledgeBase, name: str, language: Language) -> dict[str, Any]:
    known = _get(kb, "causes", "no_such_cause", name)
    return {
        **_line(kb, "causes", name, language),
        "why": known.why.to(language),
        "how_common": known.how_common,
        "benign": known.benign,
        "findings": [
            {**_line(kb, "findings", finding, language), "how_often": word}
            for finding, word in known.findings.items()
        ],
        "prevents": [_line(kb, "findings", finding, language) for finding in known.prevents],
        "fixes": [
            {**_line(kb, "fixes", fix, language), "removes": word}
            for fix, word in known.fixes.items()
        ],
        "sources": sources(known.sources),
    }


def finding(kb: KnowledgeBase, name: str, language: Language) -> dict[str, Any]:
    known = _get(kb, "findings", "no_such_finding", name)
    return {
        **_line(kb, "findings", name, language),
        "question": known.question.to(language),
        "how_to_tell": known.how_to_tell.to(language),
        "options": {key: option.name.to(language) for key, option in known.options.items()},
        "unit": said(known.scale and known.scale.unit, language),
        "low": known.scale.low if known.scale else None,
        "high": known.scale.high if known.scale else None,
        "usual": known.usual,
        "upload": list(known.upload),
        "implies": list(known.implies),
        "phrases": list(known.phrases.all),
        "causes": [
            {**_line(kb, "causes", other, language), "how_often": entry.findings[name]}
            for other, entry in kb.causes.items()
            if name in entry.findings
        ],
    }


def fix(kb: KnowledgeBase, name: str, language: Language) -> dict[str, Any]:
    known = _get(kb, "fixes", "no_such_fix", name)
    return {
        **_line(kb, "fixes", name, language),
        "steps": [step.to(language) for step in known.steps],
        "code": {
            framework: fill_defaults(code, known.defaults) for framework, code in known.code.items()
        },
        "minutes": known.minutes,
        "needs_rerun": known.needs_rerun,
        "risk": known.risk,
        "worked_if": known.worked_if.to(language),
        "causes": [
            {**_line(kb, "causes", other, language), "removes": entry.fixes[name]}
            for other, entry in kb.causes.items()
            if name in entry.fixes
        ],
        "sources": sources(known.sources),
    }


def sources(cited: Cited) -> list[dict[str, str]]:
    """References with their address; rules of the source document by their number."""
    return [
        {"rule": item} if isinstance(item, str) else {"title": item.title, "url": str(item.url)}
        for item in cited
    ]


def said(text: Text | None, language: Language) -> str | None:
    return text.to(language) if text else None


def fill_defaults(code: str, defaults: dict[str, Any]) -> str:
    return Template(code).safe_substitute(defaults)


def _get(kb: KnowledgeBase, kind: str, problem: str, name: str) -> Any:
    entries = getattr(kb, kind)
    if name not in entries:
        raise NotFound(problem, id=name[:64], near=near(name, entries))
    return entries[name]
