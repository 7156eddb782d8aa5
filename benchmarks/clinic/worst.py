"""The verdicts that were most surely wrong, each with its ledger."""

import engine
from benchmarks.clinic.judge import HEALTHY, Verdict
from benchmarks.clinic.tables import LABELS
from engine import Case
from knowledge_base import KnowledgeBase

MOST, LINES = 10, 6


def worst(kb: KnowledgeBase, judged: list[tuple[Verdict, Case]]) -> str:
    """A run counts once, with the verdict that was surest."""
    wrong = [(verdict, case) for verdict, case in judged if not verdict.right]
    surest = {v.patient: (v, case) for v, case in sorted(wrong, key=lambda p: p[0].confidence)}
    first = sorted(surest.values(), key=lambda pair: -pair[0].confidence)[:MOST]
    return "\n\n".join(_told(kb, verdict, case) for verdict, case in first)


def _told(kb: KnowledgeBase, verdict: Verdict, case: Case) -> str:
    said = verdict.leading if verdict.called_sick else HEALTHY
    lines = [
        f"**{verdict.patient}** ({verdict.mode}, {LABELS[verdict.answered]}): called {said} with "
        f"{verdict.confidence:.2f}; the best accepted cause was at place {verdict.accepted}"
    ]
    right = verdict.causes[0] if verdict.causes else None
    book = engine.ledger(kb, case, verdict.leading, right)
    if not verdict.called_sick and right:
        book = engine.ledger(kb, case, right)
    for entry in book.entries[: LINES + 1]:
        name = "prior" if entry.evidence is None else entry.evidence.finding
        state = "" if entry.evidence is None else f" {entry.evidence.state}"
        lines.append(f"- {entry.bits:+.1f} bits: {name}{state}")
    names = [" + ".join(some or ("healthy",)) for some in (book.one or (), book.other or ())]
    return "\n".join([*lines, f"- {book.total:+.1f} bits in all for {names[0]} over {names[1]}"])
