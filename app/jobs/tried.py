"""What came of an experiment, as evidence and as a record beside it."""

from collections.abc import Mapping
from typing import Any

from app.jobs import measured
from engine import Case, Evidence
from knowledge_base import KnowledgeBase

# What is known of the training, by the finding that holds it.
SETTINGS = {
    "rate": "learning_rate",
    "optimizer": "optimizer",
    "batch_size": "batch_size",
    "loss": "loss_function",
}


def settings_of(case: Case) -> dict[str, Any]:
    """How the person trains, as far as they or their files have told."""
    known = {name: case.find(finding) for name, finding in SETTINGS.items()}
    return {
        name: item.value
        for name, item in known.items()
        if item and item.state == "present" and item.value is not None
    }


def found(
    kb: KnowledgeBase, case: Case, experiment: str, fix: str | None, told: Mapping[str, Any]
) -> tuple[list[Evidence], dict[str, Any]]:
    """The verdict of a fix tells nothing where the model learns without it, and nothing more where
    a finding says it already."""
    reported = [measured.evidence(kb, report, "tried") for report in told["reports"]]
    learns = told["numbers"].get("control_learns")
    record = {
        "id": experiment,
        "fix": fix,
        "verdict": told["verdict"],
        "numbers": measured.short(told["numbers"]),
        "telling": not learns and not any(reported),
    }
    return [item for item in reported if item and _may_replace(case, item.finding)], record


def _may_replace(case: Case, finding: str) -> bool:
    """What the person answered of their own run outweighs a trial on a copy."""
    known = case.find(finding)
    return known is None or known.source in ("tried", "measured") or known.state == "unknown"
