"""What a measurement adds to the conversation besides its findings."""

from collections.abc import Collection, Mapping
from typing import Any

from app.consultation import Entry
from knowledge_base import KnowledgeBase, Language


def measured_lines(
    kb: KnowledgeBase, entry: Entry, language: Language, seen: Collection[str]
) -> list[str]:
    """The files that are new (`seen`: the uploads of before), and what changed since that run."""
    names, uploads = entry.data.get("names", {}), entry.data.get("files", {})
    fresh = [role for role in names if uploads.get(role) not in seen]
    files = [
        f"{names[role]} ({kb.say('page', f'kind_{role}', language).strip()})"
        for role in fresh or names
    ]
    lines = []
    if files:
        key = "measured_news" if entry.data.get("evidence") else "measured_nothing_new"
        lines.append(kb.say("uploads", key, language, files=_joined(files, language)))
    changes = [
        f"{kb.findings[row['finding']].name.to(language)}: "
        f"{_state(kb, row['before'], language)} → {_state(kb, row['after'], language)}"
        for row in entry.data.get("compared", ())
        if row["finding"] in kb.findings
    ]
    if "compared" in entry.data:
        key = "compared_changes" if changes else "compared_same"
        lines.append(kb.say("uploads", key, language, changes=_joined(changes, language)))
    return lines


def _state(kb: KnowledgeBase, side: Mapping[str, Any], language: Language) -> str:
    if side["value"] is not None:
        return f"{side['value']:g}" if isinstance(side["value"], float) else str(side["value"])
    return kb.say("page", f"answer_{side['state']}", language)


def _joined(texts: list[str], language: Language) -> str:
    return ("；" if language == "zh" else "; ").join(texts)
