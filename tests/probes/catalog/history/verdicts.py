"""Runs one probe on a history, as the runner does."""

from probes.history import History
from probes.runner import Report, run


def report(finding: str, history: History, **others: object) -> Report:
    (found,) = run({"history": history, **others}, only=[finding])
    assert found.because != "failed", found
    return found


def state(finding: str, history: History, **others: object) -> str:
    return report(finding, history, **others).state


def because(finding: str, history: History, **others: object) -> str | None:
    return report(finding, history, **others).because
