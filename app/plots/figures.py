"""Every figure that a consultation's files give, in the order of the report."""

from collections.abc import Mapping
from typing import Any

import engine
from app.plots import bars, curves
from engine import Case
from knowledge_base import KnowledgeBase, Language


def figures(
    kb: KnowledgeBase, case: Case, pictures: Mapping[str, Any], language: Language
) -> list[dict[str, Any]]:
    """`{"id", "title", "text", "figure"}` each; `text` says what the figure shows."""

    def say(key: str, **numbers: object) -> str:
        return kb.say("plots", key, language, **numbers)

    known = engine.facts(kb, case).known.values()
    found = curves.draw(kb, pictures.get("training_curves"), known, say, language)
    drawn = (bars.draw(name, pictures.get(name), say) for name in bars.PICTURES)
    return [*found, *filter(None, drawn)]
