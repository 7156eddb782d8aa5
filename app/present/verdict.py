"""The answer in one sentence, before any list: what it is, how sure, or that it is open."""

from typing import Any

import engine
from app.present.findings import known
from engine import Belief, Beliefs, Case
from engine.probed import HEALTHY
from knowledge_base import KnowledgeBase, Language

SICK_FROM, HEALTHY_TO = 0.6, 0.4  # P(sick) beyond which a side is taken; exit codes follow it
CLEAR_FROM = 0.6
WORTH_NAMING = 0.05
NAMED = 3
AGAINST = -1.0  # bits for a healthy run, from which on something that is there is held against it


def verdict(kb: KnowledgeBase, case: Case, beliefs: Beliefs, language: Language) -> dict[str, Any]:
    """`kind` is nothing_known, healthy, open, clear or several; `text` says it."""
    harmful = [belief for belief in beliefs.ranked if not kb.causes[belief.cause].benign]
    kind = _kind(case, beliefs, harmful[0].probability)
    if kind == "healthy":
        return {"kind": kind, "text": _in_order(kb, case, beliefs, language)}
    return {"kind": kind, "text": _out_of_order(kb, harmful, kind, language)}


def _kind(case: Case, beliefs: Beliefs, leading: float) -> str:
    if not case.evidence:
        return "nothing_known"
    if beliefs.sick_probability <= HEALTHY_TO:
        return "healthy"
    if beliefs.sick_probability < SICK_FROM:
        return "open"
    return "clear" if leading >= CLEAR_FROM else "several"


def _out_of_order(kb: KnowledgeBase, harmful: list[Belief], kind: str, language: Language) -> str:
    names = [kb.causes[b.cause].name.to(language) for b in harmful if b.probability >= WORTH_NAMING]
    key = f"verdict_{kind}" if names or kind not in ("several", "open") else "verdict_unknown"
    return kb.say(
        "page",
        key,
        language,
        cause=kb.causes[harmful[0].cause].name.to(language),
        chance=harmful[0].probability,
        causes=("、" if language == "zh" else ", ").join(names[:NAMED]),
    )


def _in_order(kb: KnowledgeBase, case: Case, beliefs: Beliefs, language: Language) -> str:
    """In order, but never past what speaks against it, nor past what merely looks odd."""
    first = beliefs.ranked[0]
    if first.cause != HEALTHY and kb.causes[first.cause].benign:
        name = kb.causes[first.cause].name.to(language)
        return kb.say("page", "verdict_benign", language, cause=name, chance=first.probability)
    against = [
        known(kb, weight.evidence, language)["text"].rstrip(".。")
        for weight in engine.weights(kb, case, HEALTHY)
        if weight.bits <= AGAINST and weight.evidence.state == "present"
    ]
    if not against:
        return kb.say("page", "verdict_healthy", language)
    joined = ("；" if language == "zh" else "; ").join(against[:NAMED])
    return kb.say("page", "verdict_doubted", language, findings=joined)
