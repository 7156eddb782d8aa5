"""Causes in the reader's words, with what speaks for and against them in bits."""

from typing import Any

import engine
from app.library import sources
from app.present.findings import known
from engine import Beliefs, Case, Evidence
from knowledge_base import KnowledgeBase, Language

SHOWN_FROM = 0.001
REASONED = 3  # leading causes whose reasons are given
LEAST_BITS = 0.1
WORDS = ((0.95, "certain"), (0.75, "very"), (0.45, "likely"), (0.15, "possible"), (0.0, "unlikely"))


def causes(
    kb: KnowledgeBase, case: Case, beliefs: Beliefs, language: Language
) -> list[dict[str, Any]]:
    """Every cause above 0.1 %, likeliest first; the leading ones with reasons."""
    shown = [belief for belief in beliefs.ranked if belief.probability > SHOWN_FROM]
    return [
        {
            "id": belief.cause,
            "name": kb.causes[belief.cause].name.to(language),
            "probability": round(belief.probability, 6),
            "in_words": in_words(kb, belief.probability, language),
            "family": kb.families[belief.cause],
            "benign": kb.causes[belief.cause].benign,
            "why": kb.causes[belief.cause].why.to(language),
            "sources": sources(kb.causes[belief.cause].sources),
            "reasons": reasons(kb, case, belief.cause, language) if place < REASONED else [],
        }
        for place, belief in enumerate(shown)
    ]


def in_words(kb: KnowledgeBase, probability: float, language: Language) -> str:
    word = next(word for least, word in WORDS if probability >= least)
    return kb.say("page", f"likely_{word}", language)


def reasons(kb: KnowledgeBase, case: Case, cause: str, language: Language) -> list[dict[str, Any]]:
    """Each piece of evidence by what leaving it out would do to the cause's log odds."""
    return [
        {
            "finding": weight.evidence.finding,
            "bits": round(weight.bits, 2),
            "text": known(kb, weight.evidence, language)["text"],
            "source": weight.evidence.source,
        }
        for weight in engine.weights(kb, case, cause)
        if abs(weight.bits) >= LEAST_BITS
    ]


def explanation(
    kb: KnowledgeBase, case: Case, cause: str, against: str | None, language: Language
) -> dict[str, Any]:
    """The cause's weights, its exact ledger against a rival, and what would change the verdict."""
    ledger = engine.ledger(kb, case, cause, against)
    return {
        "cause": cause,
        "supporting": [r for r in reasons(kb, case, cause, language) if r["bits"] > 0],
        "conflicting": [r for r in reasons(kb, case, cause, language) if r["bits"] < 0],
        "ledger": {
            "one": _set(ledger.one),
            "other": _set(ledger.other),
            "total_bits": ledger.total,
            "entries": [_entry(kb, entry, language) for entry in ledger.entries],
        },
        "would_change": would_change(kb, case, language),
        "knowledge_base": kb.hash,
    }


def would_change(
    kb: KnowledgeBase, case: Case, language: Language, most: int | None = None
) -> list[dict[str, Any]]:
    """Answers after which another cause would lead, those still open and likely first."""
    return [
        {
            "finding": change.finding,
            "name": kb.findings[change.finding].name.to(language),
            "state": change.state,
            "value": change.value,
            "probability": round(change.probability, 4),
            "cause": change.cause,
            "text": _changed(kb, change, language),
        }
        for change in engine.would_change(kb, case)[:most]
    ]


def _changed(kb: KnowledgeBase, change: engine.Change, language: Language) -> str:
    answered = Evidence(change.finding, change.state, change.value)
    cause = kb.causes.get(change.cause)
    leading = cause.name.to(language) if cause else kb.say("page", "ui_healthy", language)
    key = "would_change" if change.probability else "would_turn"
    return kb.say(
        "page", key, language,
        said=known(kb, answered, language)["text"], chance=change.probability, cause=leading,
    )  # fmt: skip


def _set(causes_together: tuple[str, ...] | None) -> list[str]:
    return ["other"] if causes_together is None else list(causes_together) or ["healthy"]


def _entry(kb: KnowledgeBase, entry: engine.Entry, language: Language) -> dict[str, Any]:
    row: dict[str, Any] = {"bits": entry.bits}
    if entry.evidence:
        row["finding"] = entry.evidence.finding
        row["text"] = known(kb, entry.evidence, language)["text"]
    elif entry.fix:
        row |= {"fix": entry.fix, "text": kb.fixes[entry.fix].name.to(language)}
    else:
        row["text"] = kb.say("page", "how_common", language)
    return row
