"""Uploads, their probes and measurements as plain data in the reader's language."""

from collections.abc import Mapping, Sequence
from string import Formatter
from typing import Any, Protocol

from app.jobs.measured import short
from app.present.findings import known
from app.uploads.roles import possible
from app.uploads.rows import REFUSED, UploadRow
from engine import Evidence
from knowledge_base import KnowledgeBase, Language


class Job(Protocol):
    """The one that measures an upload, or the last that did."""

    @property
    def progress(self) -> dict[str, Any]: ...
    @property
    def error(self) -> str | None: ...
    @property
    def notice(self) -> dict[str, Any] | None: ...
    @property
    def reports(self) -> Sequence[dict[str, Any]]: ...


def one(
    kb: KnowledgeBase, upload: UploadRow, job: Job | None, language: Language, late: bool = False
) -> dict[str, Any]:
    """`late`: it waits for a worker that nobody can wake just now."""
    progress = {"received": upload.received, "bytes": upload.bytes}
    if job:
        progress |= {"done": job.progress.get("done", 0), "total": job.progress.get("total", 0)}
    return {
        "id": upload.id,
        "name": upload.name,
        "kind": upload.role or upload.kind,
        "kinds": list(possible(upload.kind)) if upload.kept else [],
        "bytes": upload.bytes,
        "received": upload.received,
        "sha256": upload.sha256,
        "state": upload.state,
        "state_text": kb.say("uploads", f"state_{upload.state}", language),
        "kept": upload.kept,
        "refusal": _refusal(kb, upload, language),
        "progress": progress,
        "error": job.error if job else None,
        "notice": _late(kb, language) if late else notice(kb, job and job.notice, language),
        "probes": _probes(kb, upload, job, language),
    }


def because(kb: KnowledgeBase, code: str, numbers: Mapping[str, Any], language: Language) -> str:
    """Why a probe cannot tell, or a file is refused: the sentence of the code."""
    for file in ("unknowns", "refusals", "uploads"):
        text = kb.words[file].get(code)
        if text is None:
            continue
        template = text.to(language)
        wanted = {field for _, field, _, _ in Formatter().parse(template) if field}
        if wanted <= set(numbers):
            return template.format(**numbers)
    return kb.say("uploads", "because_unnamed", language, code=code)


def notice(kb: KnowledgeBase, told: Mapping[str, Any] | None, language: Language) -> str | None:
    """What the person should know about where the job is done."""
    if not told:
        return None
    seconds = told["seconds"]
    code, number = ("minutes", round(seconds / 60)) if seconds > 90 else ("seconds", seconds)
    time = kb.say("uploads", f"time_{code}", language, number=number)
    return kb.say("uploads", f"notice_{told['code']}", language, time=time)


def _late(kb: KnowledgeBase, language: Language) -> str:
    return kb.say("uploads", "notice_queue_away", language)


def _refusal(kb: KnowledgeBase, upload: UploadRow, language: Language) -> str | None:
    if upload.state != REFUSED or not upload.refusal:
        return None
    return because(kb, upload.refusal["code"], upload.refusal["numbers"], language)


def _probes(
    kb: KnowledgeBase, upload: UploadRow, job: Job | None, language: Language
) -> list[dict[str, Any]]:
    if job is None or upload.role is None:
        return []
    return [
        probe(kb, report, language)
        for report in job.reports
        if report["finding"] in kb.findings
        and upload.role in (kb.findings[report["finding"]].upload or (upload.role,))
    ]


def probe(kb: KnowledgeBase, report: Mapping[str, Any], language: Language) -> dict[str, Any]:
    finding, numbers = report["finding"], report.get("numbers") or {}
    if report["state"] == "unknown":
        text = because(kb, report.get("because") or "failed", numbers, language)
    else:
        item = Evidence(finding, report["state"], report["value"], "measured", numbers=numbers)
        text = known(kb, item, language)["text"]
    return {
        "finding": finding,
        "name": kb.findings[finding].name.to(language),
        "state": report["state"],
        "value": report["value"],
        "because": report.get("because"),
        "text": text,
        "seconds": report["seconds"],
        "numbers": short(numbers),
    }
