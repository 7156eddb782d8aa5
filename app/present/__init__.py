"""A case as plain data in the reader's language, for the page, the API and the command line."""

from collections.abc import Sequence
from typing import Any

import engine
from app.consultation import Consultation
from app.present.causes import causes, explanation, would_change
from app.present.findings import known
from app.present.fixes import fixes
from app.present.questions import next_question, suggestions
from app.present.transcript import suggestion_row, transcript
from app.present.verdict import verdict
from app.present.warnings import not_checked, text_warnings, triage, warnings
from engine import Case, Understood
from knowledge_base import KnowledgeBase, Language

__all__ = [
    "consultation", "diagnosis", "explanation", "next_question", "suggestion_row", "suggestions",
    "text_warnings", "understood", "would_change",
]  # fmt: skip


def diagnosis(
    kb: KnowledgeBase, case: Case, language: Language, more_warnings: Sequence[dict[str, Any]] = ()
) -> dict[str, Any]:
    """The one shape of every answer about a case; outside tools read it, so it stays stable."""
    beliefs, step = engine.posterior(kb, case), engine.next_step(kb, case)
    return {
        "verdict": verdict(kb, case, beliefs, language),
        "causes": causes(kb, case, beliefs, language),
        "other_probability": round(beliefs.other_probability, 6),
        "healthy_probability": round(beliefs.healthy_probability, 6),
        "sick_probability": round(beliefs.sick_probability, 6),
        "findings": [known(kb, item, language) for item in engine.facts(kb, case).known.values()],
        "question": next_question(kb, case, language, step),
        "stop": step.stop
        and {"reason": step.stop, "text": kb.say("page", f"stop_{step.stop}", language)},
        "fixes": fixes(kb, case, language),
        "triage": triage(kb, case, language),
        "warnings": [*more_warnings, *warnings(kb, case, language)],
        "not_checked": not_checked(kb, case, language),
        "knowledge_base": kb.hash,
    }


def consultation(kb: KnowledgeBase, shown: Consultation, language: Language) -> dict[str, Any]:
    state = diagnosis(kb, shown.case, language)
    return {
        "id": shown.id,
        "language": language,
        "state": state,
        "transcript": transcript(kb, shown, language, _telling(state)),
    }


def _telling(state: dict[str, Any]) -> dict[str, float]:
    """Finding -> how much it says about the leading cause, in bits."""
    leading = state["causes"][:1]
    return {r["finding"]: abs(r["bits"]) for cause in leading for r in cause["reasons"]}


def understood(kb: KnowledgeBase, said: Understood, language: Language) -> dict[str, Any]:
    return {
        "findings": [known(kb, item, language) for item in said.evidence],
        "unsure": [
            {**suggestion_row(item), "name": kb.findings[item.finding].name.to(language)}
            for item in said.unsure
        ],
        "out_of_scope": said.out_of_scope,
        "warnings": text_warnings(kb, said, language),
        "knowledge_base": kb.hash,
    }
