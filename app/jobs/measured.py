"""What the probes reported, as evidence, and what changed since the run before."""

from collections.abc import Iterable, Mapping
from typing import Any

import engine
from app import evidence_json
from app.consultation import MEASURED, Consultation, Entry
from engine import Case, Evidence
from knowledge_base import KnowledgeBase
from knowledge_base.model import Source
from probes.runner import Report

LONGEST_LIST = 16  # the rest is in the job's report; an entry is read at every turn
LONGEST_TEXT = 300


def entry(
    kb: KnowledgeBase,
    consultation: Consultation,
    reports: Iterable[Report],
    files: Mapping[str, tuple[str, str]],
    job: str,
) -> Entry:
    """`files`: for each role the upload's id and its name."""
    case = consultation.case
    found = list(filter(None, (evidence(kb, report) for report in reports)))
    news = [item for item in found if not _known(case, item)]
    data: dict[str, Any] = {
        "evidence": [evidence_json.dump(item) for item in news],
        "uploads": sorted(files),
        "files": {role: upload for role, (upload, _) in files.items()},
        "names": {role: name for role, (_, name) in files.items()},
        "job": job,
    }
    if _replaced(consultation, data["files"]):
        data["compared"] = _compared(case, found)
    return Entry(MEASURED, data)


def evidence(kb: KnowledgeBase, report: Report, source: Source = "measured") -> Evidence | None:
    """None where the probe cannot tell, or tells what the knowledge base has no place for."""
    if report.state == "unknown":
        return None
    item = Evidence(
        report.finding,
        report.state,
        report.value,
        source=source,
        numbers=short(report.numbers),
    )
    try:
        engine.check(kb, item)
    except (engine.NoSuchFinding, engine.ImpossibleState, engine.ImpossibleValue):
        return None
    return item


def short(numbers: Mapping[str, object]) -> dict[str, object]:
    """The numbers that fill a sentence; curves and tables stay in the job's report."""
    return {name: value for name, value in numbers.items() if _is_short(value)}


def _is_short(value: object, deep: bool = False) -> bool:
    if isinstance(value, str):
        return len(value) <= LONGEST_TEXT
    if isinstance(value, dict | list):
        inner = value.values() if isinstance(value, dict) else value
        return not deep and len(value) <= LONGEST_LIST and all(_is_short(v, True) for v in inner)
    return True


def _known(case: Case, item: Evidence) -> bool:
    known = case.find(item.finding)
    return known is not None and evidence_json.dump(known) == evidence_json.dump(item)


def _replaced(consultation: Consultation, files: Mapping[str, str]) -> bool:
    """Whether a role is served by another file than at the last measurement."""
    last = next((e for e in reversed(consultation.entries) if e.data.get("files")), None)
    before = last.data["files"] if last else {}
    return any(before.get(role, upload) != upload for role, upload in files.items())


def _compared(case: Case, found: Iterable[Evidence]) -> list[dict[str, Any]]:
    rows = []
    for item in found:
        before = case.find(item.finding)
        if before is None or before.source != "measured":
            continue
        if (before.state, before.value) != (item.state, item.value):
            rows.append(
                {
                    "finding": item.finding,
                    "before": {"state": before.state, "value": before.value},
                    "after": {"state": item.state, "value": item.value},
                }
            )
    return rows
