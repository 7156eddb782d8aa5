"""The run after a fix against the run before: did it help?"""

from typing import Any

import engine
from engine import Case
from engine.case import Outcome
from knowledge_base import KnowledgeBase

SOLVED = 0.5  # P(sick) below which the second run counts as mended


def compare(
    kb: KnowledgeBase, before: Case, after: Case, fix: str | None
) -> tuple[Case, dict[str, Any]]:
    """The first case with what came of the fix, and what changed; both cases hold measurements."""
    outcome = _outcome(kb, before, after)
    ranked = engine.rank_fixes(kb, before)
    tried = fix or (ranked[0].fix if ranked else None)
    changes = [
        {
            "finding": item.finding,
            "before": old.value if old.value is not None else old.state,
            "after": item.value if item.value is not None else item.state,
        }
        for item in after.evidence
        if (old := before.find(item.finding)) and (old.state, old.value) != (item.state, item.value)
    ]
    told = {"fix": tried, "outcome": outcome, "changes": changes}
    return (before.record_fix(tried, outcome) if tried else before), told


def _outcome(kb: KnowledgeBase, before: Case, after: Case) -> Outcome:
    if engine.posterior(kb, after).sick_probability < SOLVED:
        return "solved"
    failing = len(_failing(kb, before)), len(_failing(kb, after))
    if failing[1] < failing[0]:
        return "partly"
    return "worse" if failing[1] > failing[0] else "no_change"


def _failing(kb: KnowledgeBase, case: Case) -> set[str]:
    """Measured findings that a healthy run hardly shows."""
    return {
        item.finding
        for item in case.evidence
        if kb.findings[item.finding].kind == "binary"
        and item.state == "present"
        and kb.likelihood(item.finding, "healthy") <= kb.scales.likelihood["rarely"]
    }
