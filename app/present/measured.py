"""What a measurement adds to the conversation besides its findings."""

from collections.abc import Mapping
from typing import Any

from app.consultation import Entry
from knowledge_base import KnowledgeBase, Language


def measured_lines(kb: KnowledgeBase, entry: Entry, language: Language) -> list[str]:
    """The files, and what changed since the run before."""
    files = [
        f"{name} ({kb.say('page', f'kind_{role}', language).strip()})"
        for role, name in entry.data.get("names", {}).items()
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
