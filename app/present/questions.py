"""The next step in the reader's words, with the reason why it is asked."""

from typing import Any

import engine
from app.present.findings import choices
from engine import Case, Prospect, Question, Step
from knowledge_base import KnowledgeBase, Language

KINDS = {"choice": "single", "probe": "single"}  # a question all the same, for who has no file
SUGGESTED = 8


def next_question(
    kb: KnowledgeBase, case: Case, language: Language, step: Step | None = None
) -> dict[str, Any] | None:
    """kind, text, why and items; None when there is nothing left to ask or to try."""
    step = step or engine.next_step(kb, case)
    if step.kind == "stop":
        return None
    if step.kind == "try" and step.fix:
        return _try(kb, step, language)
    if step.kind == "upload" and step.invitation:
        return _upload(kb, step, language)
    first = kb.findings[step.questions[0].finding]
    return {
        "kind": KINDS.get(step.kind, step.kind),
        "text": first.question.to(language)
        if len(step.questions) == 1
        else kb.say("page", "ask_together", language),
        "why": _why(kb, step.questions, language),
        "items": [item(kb, question, language) for question in step.questions],
        "invitation": step.invitation and invitation(kb, step, language),
    }


def item(kb: KnowledgeBase, question: Question, language: Language) -> dict[str, Any]:
    finding = kb.findings[question.finding]
    scale = finding.scale
    return {
        "id": question.finding,
        "name": finding.name.to(language),
        "kind": finding.kind,
        "text": finding.question.to(language),
        "how_to_tell": finding.how_to_tell.to(language),
        "choices": choices(kb, question.finding, language),
        "unit": scale.unit.to(language) if scale and scale.unit else None,
        "low": scale.low if scale else None,
        "high": scale.high if scale else None,
        "information_bits": round(question.bits, 4),
        "cost_minutes": question.cost,
        "upload": list(finding.upload),
    }


def suggestions(kb: KnowledgeBase, case: Case, language: Language) -> list[dict[str, Any]]:
    ranked = engine.rank_questions(kb, case)[:SUGGESTED]
    return [
        {
            "id": finding,
            "name": kb.findings[finding].name.to(language),
            "kind": kb.findings[finding].kind,
            "information_bits": round(bits, 4),
            "choices": choices(kb, finding, language),
        }
        for finding, bits in ranked
    ]


def invitation(kb: KnowledgeBase, step: Step, language: Language) -> dict[str, Any]:
    asked = step.invitation
    assert asked is not None
    return {
        "upload": asked.upload,
        "text": kb.say("page", f"invite_{asked.upload}", language, count=len(asked.findings)),
        "findings": list(asked.findings),
    }


def _upload(kb: KnowledgeBase, step: Step, language: Language) -> dict[str, Any]:
    asked = invitation(kb, step, language)
    return {
        "kind": "upload",
        "text": asked["text"],
        "why": {"text": asked["text"], "causes": [], "changes": []},
        "items": [],
        "invitation": asked,
    }


def _try(kb: KnowledgeBase, step: Step, language: Language) -> dict[str, Any]:
    assert step.fix is not None
    reason = kb.say("page", f"stop_{step.stop}", language) if step.stop else ""
    return {
        "kind": "try",
        "text": kb.say("page", "try_fix", language, fix=kb.fixes[step.fix].name.to(language)),
        "why": {"text": reason, "causes": [], "changes": []},
        "items": [],
        "fix": step.fix,
        "invitation": step.invitation and invitation(kb, step, language),
    }


def _why(kb: KnowledgeBase, questions: tuple[Question, ...], language: Language) -> dict[str, Any]:
    separated = list(dict.fromkeys(c for question in questions for c in question.separates))[:3]
    names = [kb.causes[cause].name.to(language) for cause in separated]
    text = (
        kb.say("page", "why_separates", language, causes=_listed(names, language)) if names else ""
    )
    place = kb.findings[questions[0].finding].checklist
    if place:
        text = f"{text} {kb.checklists[place.id].why.to(language)}".strip()
    changes = [
        _change(kb, q, prospect, language, named=len(questions) > 1)
        for q in questions
        for prospect in q.prospects
    ]
    return {"text": text, "causes": separated, "changes": changes}


def _change(
    kb: KnowledgeBase, question: Question, prospect: Prospect, language: Language, named: bool
) -> str:
    """`named`: among several questions each line says which one it is about."""
    finding = kb.findings[question.finding]
    if prospect.answer in finding.options:
        answer = finding.options[prospect.answer].name.to(language)
    else:
        answer = kb.say("page", f"answer_{prospect.answer}", language)
    leading = [
        f"{kb.causes[belief.cause].name.to(language)} {belief.probability:.0%}"
        for belief in prospect.leading[:2]
        if belief.cause in kb.causes
    ]
    line = kb.say(
        "page", "why_then", language,
        answer=answer, chance=prospect.probability, causes=_listed(leading, language),
    )  # fmt: skip
    name = finding.name.to(language)
    return kb.say("page", "value_is", language, name=name, value=line) if named else line


def _listed(names: list[str], language: Language) -> str:
    return ("、" if language == "zh" else ", ").join(names)
