"""Jobs: added with what they are for, claimed in fair order, written by their holder alone."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from app.database import Database
from app.jobs import events
from app.jobs.rows import CANCELLED, DEAD, ENDED, FAILED, QUEUED, RUNNING, JobRow
from app.jobs.settle import settle
from app.tables import now

LEASE = timedelta(seconds=30)
HEARTBEAT_SECONDS = 10.0
MOST_ATTEMPTS = 3
BACKOFF_SECONDS = (1, 5, 25)
LONGEST = timedelta(hours=1)


class LeaseLost(Exception):
    """The job is somebody else's now, or gone, or cancelled: write nothing."""


@dataclass(frozen=True)
class Claim:
    """The right to work on a job until another attempt begins."""

    job: str
    attempt: int
    consultation: str
    kind: str
    data: dict[str, Any]
    deadline: datetime | None


def add(
    session: Session, consultation_id: str, kind: str, queue: str = "cpu", **data: Any
) -> JobRow:
    """One that still waits is enough: it will see everything that is there when it starts."""
    waiting = select(JobRow).where(
        JobRow.consultation_id == consultation_id, JobRow.kind == kind, JobRow.state == QUEUED
    )
    found = session.scalars(waiting).first()
    if found and found.data.items() >= data.items() and not found.cancel_requested:
        return found
    job = JobRow(
        id=secrets.token_urlsafe(12),
        consultation_id=consultation_id,
        kind=kind,
        queue=queue,
        data=data,
        state=QUEUED,
        attempt=0,
        deadline=now() + LONGEST,
    )
    session.add(job)
    events.tell(session, consultation_id, "job", job=job.id, work=kind, state=QUEUED)
    return job


def claim(database: Database, queue: str, worker: str) -> Claim | None:
    """The next job: one of a kind at a time for a consultation, the least served first."""
    moment = now()
    other = aliased(JobRow)
    busy = select(other.id).where(
        other.consultation_id == JobRow.consultation_id,
        other.kind == JobRow.kind,
        other.state == RUNNING,
    )
    served = (
        select(func.max(other.started))
        .where(other.consultation_id == JobRow.consultation_id)
        .scalar_subquery()
    )
    query = (
        select(JobRow)
        .where(
            JobRow.queue == queue,
            JobRow.state == QUEUED,
            JobRow.not_before <= moment,
            ~busy.exists(),
        )
        .order_by(JobRow.priority.desc(), served.asc().nulls_first(), JobRow.created)
        .limit(1)
        .with_for_update(skip_locked=True, of=JobRow)
    )
    with database.write() as session:
        job = session.scalars(query).first()
        if job is None:
            return None
        job.state, job.worker, job.attempt = RUNNING, worker, job.attempt + 1
        job.started, job.lease_until = moment, moment + LEASE
        job.reports, job.progress = [], {}
        events.tell(session, job.consultation_id, "job", job=job.id, work=job.kind, state=RUNNING)
        return Claim(job.id, job.attempt, job.consultation_id, job.kind, job.data, job.deadline)


def held(session: Session, claim: Claim) -> JobRow:
    """The row, locked, if the claim still holds; begin every write of a worker with this."""
    row = session.get(JobRow, claim.job, with_for_update=True)
    if row is None or row.state != RUNNING or row.attempt != claim.attempt or row.cancel_requested:
        raise LeaseLost
    return row


def renew(database: Database, claim: Claim) -> None:
    with database.write() as session:
        held(session, claim).lease_until = now() + LEASE


def still_wanted(database: Database, claim: Claim) -> bool:
    with database.read() as session:
        row = session.get(JobRow, claim.job)
        return (
            row is not None
            and (row.state, row.attempt) == (RUNNING, claim.attempt)
            and not row.cancel_requested
        )


def end(session: Session, row: JobRow, state: str, error: str | None = None) -> None:
    row.state, row.error, row.finished, row.lease_until = state, error, now(), None
    settle(session, row)
    events.tell(
        session, row.consultation_id, "job", job=row.id, work=row.kind, state=state, error=error
    )


def give_back(database: Database, claim: Claim, failed: bool, error: str | None = None) -> None:
    """A stop of ours costs the job no attempt; a failure of ours is tried again, later."""
    with database.write() as session:
        row = session.get(JobRow, claim.job, with_for_update=True)
        if row is None or row.state != RUNNING or row.attempt != claim.attempt:
            return
        if not failed:
            row.attempt -= 1
        again(session, row, error)


def again(session: Session, row: JobRow, error: str | None) -> None:
    """Queue it once more, unless it is cancelled or was tried often enough."""
    if row.cancel_requested:
        end(session, row, CANCELLED)
    elif row.attempt >= MOST_ATTEMPTS:
        end(session, row, DEAD, error or "worker_lost")
    elif row.deadline and row.deadline < now():
        end(session, row, FAILED, "deadline")
    else:
        wait = BACKOFF_SECONDS[max(row.attempt - 1, 0)] if row.attempt else 0
        row.state, row.worker, row.lease_until = QUEUED, None, None
        row.not_before = now() + timedelta(seconds=wait)


def cancel(session: Session, row: JobRow) -> None:
    """A waiting job ends here; a running one is killed by its worker within two seconds."""
    if row.state in ENDED:
        return
    row.cancel_requested = True
    if row.state == QUEUED:
        end(session, row, CANCELLED)


def reap(database: Database) -> list[tuple[str, str]]:
    """Take back what its worker let go; (id, queue) of every job that waits for a bell."""
    moment = now()
    lost = select(JobRow).where(JobRow.state == RUNNING, JobRow.lease_until < moment)
    ready = select(JobRow.id, JobRow.queue).where(
        JobRow.state == QUEUED, JobRow.not_before <= moment
    )
    with database.read() as session:
        nothing_lost = session.scalars(lost).first() is None
        if nothing_lost:
            return [(job, queue) for job, queue in session.execute(ready)]
    with database.write() as session:
        for row in session.scalars(lost.with_for_update(skip_locked=True)).all():
            again(session, row, "worker_lost")
        session.flush()
        return [(job, queue) for job, queue in session.execute(ready)]
