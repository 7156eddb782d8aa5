"""Fix cards: what to do, with the case's numbers in words and code."""

from typing import Any

import engine
from app.library import sources
from app.present import experiments
from app.present.findings import fill
from engine import Case, Counsel
from engine.case import Tried
from knowledge_base import KnowledgeBase, Language

MOST = 12
SHOWN_FROM = 0.02


def fixes(kb: KnowledgeBase, case: Case, language: Language) -> list[dict[str, Any]]:
    worth = [counsel for counsel in engine.rank_fixes(kb, case) if counsel.resolves >= SHOWN_FROM]
    on_copy = {item.fix: item for item in case.tried if item.on_copy}
    return [
        card(kb, counsel, language) | {"on_copy": _on_copy(kb, on_copy.get(counsel.fix), language)}
        for counsel in worth[:MOST]
    ]


def card(kb: KnowledgeBase, counsel: Counsel, language: Language) -> dict[str, Any]:
    fix = kb.fixes[counsel.fix]
    framework, code = next(iter(counsel.code.items()), (None, ""))
    text = counsel.text.to(language) if counsel.text else None
    return {
        "id": counsel.fix,
        "name": fix.name.to(language),
        "steps": [step.to(language) for step in fix.steps],
        "framework": framework,
        "code": code,
        "advice": text and (fill(text, counsel.numbers) or text),
        "probability": round(counsel.resolves, 4),
        "chance": _chance(kb, counsel, language),
        "minutes": fix.minutes,
        "needs_rerun": fix.needs_rerun,
        "risk": fix.risk,
        "worked_if": fix.worked_if.to(language),
        "sources": sources(fix.sources),
    }


def _on_copy(kb: KnowledgeBase, tried: Tried | None, language: Language) -> dict[str, Any] | None:
    """What came of it on a copy of the person's model."""
    if tried is None:
        return None
    told = {"id": "try_fix", "fix": tried.fix, "verdict": tried.outcome, "numbers": tried.numbers}
    return {"outcome": tried.outcome, "text": experiments.verdict(kb, told, language)}


def _chance(kb: KnowledgeBase, counsel: Counsel, language: Language) -> str:
    """What mends nothing, since nothing is wrong, has no chance to solve anything."""
    removed = [cause for cause in kb.causes.values() if counsel.fix in cause.fixes]
    key = "ui_next_step" if all(cause.benign for cause in removed) else "ui_chance"
    chance, minutes = f"{counsel.resolves:.0%}", f"{kb.fixes[counsel.fix].minutes:g}"
    return kb.say("page", key, language, chance=chance, minutes=minutes)
