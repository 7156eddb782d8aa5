"""The answer in one sentence, before any list: what it is, how sure, or that it is open."""

from typing import Any

from engine import Beliefs, Case
from knowledge_base import KnowledgeBase, Language

SICK_FROM, HEALTHY_TO = 0.6, 0.4  # P(sick) beyond which a side is taken; exit codes follow it
CLEAR_FROM = 0.6
WORTH_NAMING = 0.05
NAMED = 3


def verdict(kb: KnowledgeBase, case: Case, beliefs: Beliefs, language: Language) -> dict[str, Any]:
    """`kind` is nothing_known, healthy, open, clear or several; `text` says it."""
    harmful = [belief for belief in beliefs.ranked if not kb.causes[belief.cause].benign]
    kind = _kind(case, beliefs, harmful[0].probability)
    names = [kb.causes[b.cause].name.to(language) for b in harmful if b.probability >= WORTH_NAMING]
    numbers = {
        "cause": kb.causes[harmful[0].cause].name.to(language),
        "chance": harmful[0].probability,
        "causes": ("、" if language == "zh" else ", ").join(names[:NAMED]),
    }
    key = f"verdict_{kind}" if names or kind not in ("several", "open") else "verdict_unknown"
    return {"kind": kind, "text": kb.say("page", key, language, **numbers)}


def _kind(case: Case, beliefs: Beliefs, leading: float) -> str:
    if not case.evidence:
        return "nothing_known"
    if beliefs.sick_probability <= HEALTHY_TO:
        return "healthy"
    if beliefs.sick_probability < SICK_FROM:
        return "open"
    return "clear" if leading >= CLEAR_FROM else "several"
