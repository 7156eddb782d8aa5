"""What a running job has found so far counts already; it is recorded once, when the job ends."""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.consultation import Consultation, Entry
from app.jobs import measured
from app.jobs.rows import RUNNING, JobRow
from app.uploads.rows import UploadRow
from knowledge_base import KnowledgeBase
from probes.runner import Report


def so_far(kb: KnowledgeBase) -> Callable[[Session, Consultation], Entry | None]:
    """Makes the entry that a job would leave if it ended now; none where that is no news."""

    def entry(session: Session, consultation: Consultation) -> Entry | None:
        running = select(JobRow).where(
            JobRow.consultation_id == consultation.id, JobRow.state == RUNNING
        )
        for job in session.scalars(running):
            fresh = job.reports[job.data.get("kept", 0) :]
            files = _named(session, job.data.get("files", {}))
            reports = [Report(**row) for row in fresh]
            told = measured.entry(kb, consultation, reports, files, job.id)
            if files and told.data["evidence"]:
                return told
        return None

    return entry


def _named(session: Session, files: dict[str, str]) -> dict[str, tuple[str, str]]:
    rows = {role: session.get(UploadRow, upload) for role, upload in files.items()}
    return {role: (row.id, row.name) for role, row in rows.items() if row}
