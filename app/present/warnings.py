"""What the reader must not overlook: stop the run, answers that clash, what was not checked."""

from typing import Any

import engine
from app.present.findings import known
from engine import Case, Understood
from knowledge_base import KnowledgeBase, Language

SHOWN = 6
BY_A_PERSON = ("asked", "said")  # nobody can answer a measurement again
WORTH_ASKING_AGAIN = 4.0  # bits; after one message the engine is still easily surprised


def triage(kb: KnowledgeBase, case: Case, language: Language) -> list[dict[str, Any]]:
    return [
        {
            "id": finding,
            "text": kb.say("page", "triage", language, name=_name(kb, finding, language)),
        }
        for finding in engine.triage(kb, case)
    ]


def warnings(kb: KnowledgeBase, case: Case, language: Language) -> list[dict[str, Any]]:
    """Answers that the rest of the case contradicts, most surprising first."""
    return [
        {
            "code": "surprising_answer",
            "id": surprise.evidence.finding,
            "bits": round(surprise.bits, 2),
            "text": kb.say(
                "page",
                "surprising",
                language,
                said=known(kb, surprise.evidence, language)["text"],
                expected=surprise.expected,
            ),
        }
        for surprise in engine.surprises(kb, case)[:2]
        if surprise.bits >= WORTH_ASKING_AGAIN and surprise.evidence.source in BY_A_PERSON
    ]


def text_warnings(kb: KnowledgeBase, said: Understood, language: Language) -> list[dict[str, Any]]:
    """An honest word when a message told nothing, or what is not our field."""
    if said.out_of_scope:
        key = said.out_of_scope
        return [
            {"code": "out_of_scope", "topic": key, "text": kb.say("out_of_scope", key, language)}
        ]
    if said.nothing:
        return [
            {"code": "nothing_understood", "text": kb.say("page", "nothing_understood", language)}
        ]
    return []


def not_checked(kb: KnowledgeBase, case: Case, language: Language) -> list[dict[str, Any]]:
    """Each with how to have it checked: by which file, or by looking."""
    return [
        {
            "id": item.finding,
            "name": _name(kb, item.finding, language),
            "causes": list(item.causes),
            "uploads": list(item.uploads),
            "how": _how(kb, case, item, language),
            "text": kb.say(
                "page",
                "value_is",
                language,
                name=_name(kb, item.finding, language),
                value=_how(kb, case, item, language),
            ),  # fmt: skip
        }
        for item in engine.not_checked(kb, case)[:SHOWN]
    ]


def _how(kb: KnowledgeBase, case: Case, item: engine.Unchecked, language: Language) -> str:
    if not item.uploads:
        return kb.say("page", "unchecked_by_hand", language)
    if case.uploads & set(item.uploads):
        return kb.say("page", "unchecked_still", language)
    kinds = [kb.say("page", f"kind_{kind}", language).strip() for kind in item.uploads]
    joined = ("或" if language == "zh" else " or ").join(kinds)
    return kb.say("page", "unchecked_by_file", language, files=joined)


def _name(kb: KnowledgeBase, finding: str, language: Language) -> str:
    return kb.findings[finding].name.to(language)
