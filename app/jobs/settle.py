"""What the end of a job means for the uploads that waited for it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.jobs import events
from app.jobs.rows import CANCELLED, DEAD, DONE, FAILED, QUEUED, JobRow
from app.uploads import rows

_ENDS = {DONE: rows.DONE, FAILED: rows.FAILED, DEAD: rows.FAILED, CANCELLED: rows.CANCELLED}
_OPEN = (rows.CHECKING, rows.QUEUED, rows.MEASURING)


def settle(session: Session, job: JobRow) -> None:
    """No upload is left waiting for a job that has ended; another one may still take it."""
    if job.kind != "examine" or _another_waits(session, job):
        return
    uploads = select(rows.UploadRow).where(
        rows.UploadRow.consultation_id == job.consultation_id, rows.UploadRow.state.in_(_OPEN)
    )
    for upload in session.scalars(uploads):
        upload.state = _ENDS[job.state]
        events.tell(session, job.consultation_id, "upload", upload=upload.id, state=upload.state)


def _another_waits(session: Session, job: JobRow) -> bool:
    others = select(JobRow.id).where(
        JobRow.consultation_id == job.consultation_id,
        JobRow.kind == job.kind,
        JobRow.state == QUEUED,
        JobRow.id != job.id,
    )
    return session.scalars(others).first() is not None
