"""The list of a consultation's files, put into words once for every state that it is in.

Whoever waits for a file asks for the list several times a second; what its probes said is long.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import json
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.database import Database
from app.jobs.doorbell import Doorbell
from app.jobs.rows import JobRow
from app.store import language_of
from app.thinking import thinking
from app.uploads import shown
from app.uploads.rows import CHECKING, QUEUED, UploadRow
from knowledge_base import KnowledgeBase, Language

Upload = Any  # a row of the columns of UploadRow
KEPT = 32  # lists of the last consultations that were asked for: up to 300 kB each


@dataclass(frozen=True)
class Measuring:
    """A job, without what only its own page shows."""

    id: str
    state: str
    attempt: int
    progress: dict[str, Any]
    error: str | None
    notice: dict[str, Any] | None
    files: dict[str, str] | None  # role -> upload; None before the job has looked
    reports: Sequence[dict[str, Any]] = ()


LIGHT = (
    JobRow.id, JobRow.state, JobRow.attempt, JobRow.progress, JobRow.error, JobRow.notice,
    JobRow.data["files"],
)  # fmt: skip


class Listing:
    def __init__(self, kb: KnowledgeBase, database: Database, doorbell: Doorbell):
        self.kb, self.database, self.doorbell = kb, database, doorbell
        self._made: dict[tuple[str, Language], tuple[str, str]] = {}

    def text(self, consultation_id: str, spoken: Callable[[Language], Language]) -> tuple[str, str]:
        """Its version and its JSON; `spoken` is given the consultation's own language."""
        with self.database.read() as session:
            language = spoken(language_of(session, consultation_id))
            key = consultation_id, language
            uploads, jobs = _rows(session, consultation_id)
            late = {u.id for u in uploads if u.state in (CHECKING, QUEUED)}
            late = late if late and self.doorbell.is_away() else set()
            version = _version(self.kb, language, uploads, jobs, bool(late))
            made = self._made.get(key)
            if made and made[0] == version:
                return made
            found = [(upload, _job_of(upload, jobs)) for upload in uploads]
            said = _reports(session, {job.id for _, job in found if job})
        with thinking:
            words = [
                shown.one(
                    self.kb,
                    upload,
                    job and replace(job, reports=said[job.id]),
                    language,
                    upload.id in late,
                )
                for upload, job in found
            ]
            made = version, json.dumps({"uploads": words})
        self._keep(key, made)
        return made

    def _keep(self, key: tuple[str, Language], made: tuple[str, str]) -> None:
        """Threads may meet here: what is lost is only made again."""
        self._made.pop(key, None)
        for old in list(self._made)[: len(self._made) + 1 - KEPT]:
            self._made.pop(old, None)
        self._made[key] = made


def _rows(session: Session, consultation_id: str) -> tuple[Sequence[Upload], list[Measuring]]:
    uploads = session.execute(
        select(*UploadRow.__table__.columns)
        .where(UploadRow.consultation_id == consultation_id)
        .order_by(UploadRow.created)
    ).all()
    newest_first = session.execute(
        select(*LIGHT)
        .where(JobRow.consultation_id == consultation_id, JobRow.kind == "examine")
        .order_by(JobRow.created.desc())
    )
    return uploads, [Measuring(*row) for row in newest_first]


def _reports(session: Session, jobs: Iterable[str]) -> dict[str, Sequence[dict[str, Any]]]:
    """Of jobs; those that are deleted meanwhile said nothing."""
    rows = select(JobRow.id, JobRow.reports).where(JobRow.id.in_(jobs))
    return defaultdict(list, session.execute(rows).tuples().all())


def _version(
    kb: KnowledgeBase,
    language: Language,
    uploads: Sequence[Upload],
    jobs: Sequence[Measuring],
    late: bool,
) -> str:
    """Reports grow with the progress of their attempt, and begin with the files."""
    told = repr((kb.hash, language, uploads, jobs, late))
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def _job_of(upload: Upload, newest_first: Iterable[Measuring]) -> Measuring | None:
    """The one that measures it now, or the last that did."""
    for job in newest_first:
        if job.files is None or upload.id in job.files.values():
            return job
    return None
