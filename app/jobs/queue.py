"""Jobs: added with what they are for, claimed in fair order, written by their holder alone."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, aliased

from app.database import Database, clock
from app.jobs import events
from app.jobs.rows import CANCELLED, DEAD, ENDED, FAILED, QUEUED, RUNNING, JobRow
from app.jobs.settle import settle
from app.tables import ConsultationRow, lock

LEASE = timedelta(seconds=30)
HEARTBEAT_SECONDS = 10.0
MOST_ATTEMPTS = 5  # what a file does to its probes costs none: it is lost workers that count
BACKOFF_SECONDS = (1, 5, 25, 25)
LONGEST = timedelta(hours=1)
RUNG_AT_ONCE = 100
LOOKS = 3  # at a claim: for jobs that another worker takes between our look and our lock


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
    session: Session,
    consultation_id: str,
    kind: str,
    queue: str = "cpu",
    wish: str | None = None,
    **data: Any,
) -> JobRow:
    """One that still waits is enough: it will see everything that is there when it starts."""
    lock(session, consultation_id)
    waiting = select(JobRow).where(
        JobRow.consultation_id == consultation_id, JobRow.kind == kind, JobRow.state == QUEUED
    )
    found = session.scalars(waiting).first()
    if found and found.data.items() >= data.items() and not found.cancel_requested:
        return found
    moment = clock(session)
    job = JobRow(
        id=secrets.token_urlsafe(12),
        consultation_id=consultation_id,
        kind=kind,
        queue=queue,
        wish=wish,
        data=data,
        state=QUEUED,
        attempt=0,
        not_before=moment,
        deadline=moment + LONGEST,
    )
    session.add(job)
    events.tell(session, consultation_id, "job", job=job.id, work=kind, state=QUEUED)
    return job


def claim(database: Database, queue: str, worker: str, device: str | None = None) -> Claim | None:
    """The next job: one of a kind at a time for a consultation, the least served first.

    `device` is a GPU that takes one job at a time, whoever else works with it.
    """
    with database.write() as session:
        if device and _is_busy(session, device):
            return None
        moment = clock(session)
        job = _next(session, queue, moment)
        if job is None:
            return None
        job.state, job.worker, job.attempt = RUNNING, worker, job.attempt + 1
        job.started, job.lease_until, job.device = moment, moment + LEASE, device
        job.reports, job.progress = [], {}
        events.tell(session, job.consultation_id, "job", job=job.id, work=job.kind, state=RUNNING)
        return Claim(job.id, job.attempt, job.consultation_id, job.kind, job.data, job.deadline)


def _is_busy(session: Session, device: str) -> bool:
    """The unique index says the same to those who look at the same moment."""
    running = select(JobRow.id).where(JobRow.device == device, JobRow.state == RUNNING)
    return session.scalars(running).first() is not None


def _next(session: Session, queue: str, moment: datetime) -> JobRow | None:
    """Chosen without a lock; looked at again once its consultation is ours alone."""
    ready = _ready(queue, moment)
    other = aliased(JobRow)
    served = (
        select(func.max(other.started))
        .where(other.consultation_id == JobRow.consultation_id)
        .scalar_subquery()
    )
    choice = (
        select(JobRow.id)
        .join(ConsultationRow, ConsultationRow.id == JobRow.consultation_id)
        .where(ready)
        .order_by(JobRow.priority.desc(), served.asc().nulls_first(), JobRow.created)
        .limit(1)
        .with_for_update(skip_locked=True, of=ConsultationRow)
    )
    for _ in range(LOOKS):
        chosen = session.scalar(choice)
        if chosen is None:
            return None
        again = select(JobRow).where(JobRow.id == chosen, ready).with_for_update(of=JobRow)
        if job := session.scalars(again).first():
            return job
    return None


def _ready(queue: str, moment: datetime) -> ColumnElement[bool]:
    other = aliased(JobRow)
    busy = select(other.id).where(
        other.consultation_id == JobRow.consultation_id,
        other.kind == JobRow.kind,
        other.state == RUNNING,
    )
    return and_(
        JobRow.queue == queue,
        JobRow.state == QUEUED,
        JobRow.not_before <= moment,
        ~busy.exists(),
    )


def held(session: Session, claim: Claim) -> JobRow:
    """The row, locked, if the claim still holds; begin every write of a worker with this."""
    row = _locked(session, claim.job, claim.consultation)
    if row is None or not _holds(row, claim) or row.cancel_requested:
        raise LeaseLost
    return row


def _locked(session: Session, job: str, consultation: str, or_skip: bool = False) -> JobRow | None:
    if not lock(session, consultation, or_skip):
        return None
    return session.get(JobRow, job, with_for_update=True, populate_existing=True)


def _holds(row: JobRow, claim: Claim) -> bool:
    return (row.state, row.attempt) == (RUNNING, claim.attempt)


def renew(database: Database, claim: Claim) -> None:
    with database.write() as session:
        held(session, claim).lease_until = clock(session) + LEASE


def still_wanted(database: Database, claim: Claim) -> bool:
    with database.read() as session:
        row = session.get(JobRow, claim.job)
        return row is not None and _holds(row, claim) and not row.cancel_requested


def end(session: Session, row: JobRow, state: str, error: str | None = None) -> None:
    row.state, row.error, row.finished, row.lease_until = state, error, clock(session), None
    settle(session, row)
    events.tell(
        session, row.consultation_id, "job", job=row.id, work=row.kind, state=state, error=error
    )


def give_back(
    database: Database, claim: Claim, failed: bool, error: str | None = None, rest: float = 0
) -> None:
    """A stop of ours costs the job no attempt; a failure of ours is tried again, later."""
    with database.write() as session:
        row = _locked(session, claim.job, claim.consultation)
        if row is None or not _holds(row, claim):
            return
        if not failed:
            row.attempt -= 1
        again(session, row, error, rest)


def again(session: Session, row: JobRow, error: str | None, rest: float = 0) -> None:
    """Queue it once more after `rest` seconds, unless it is cancelled or was tried often enough."""
    if row.cancel_requested:
        end(session, row, CANCELLED)
    elif row.attempt >= MOST_ATTEMPTS:
        end(session, row, DEAD, error or "worker_lost")
    elif row.deadline and row.deadline < clock(session):
        end(session, row, FAILED, "deadline")
    else:
        wait = max(BACKOFF_SECONDS[max(row.attempt - 1, 0)] if row.attempt else 0, rest)
        row.state, row.worker, row.lease_until = QUEUED, None, None
        row.not_before = clock(session) + timedelta(seconds=wait)


def cancel(session: Session, row: JobRow) -> None:
    """A waiting job ends here; a running one is killed by its worker within two seconds."""
    if row.state in ENDED:
        return
    row.cancel_requested = True
    if row.state == QUEUED:
        end(session, row, CANCELLED)


def reap(database: Database) -> list[tuple[str, str]]:
    """Take back what its worker let go; (id, queue) of the jobs that wait for a bell longest."""
    with database.read() as session:
        moment = clock(session)
        over = (JobRow.state == RUNNING) & (JobRow.lease_until < moment)
        lost = session.execute(select(JobRow.id, JobRow.consultation_id).where(over)).all()
    for job, consultation in lost:
        with database.write() as session:
            row = _locked(session, job, consultation, or_skip=True)
            if row and row.state == RUNNING and row.lease_until and row.lease_until < moment:
                again(session, row, "worker_lost")
    ready = (
        select(JobRow.id, JobRow.queue)
        .where(JobRow.state == QUEUED, JobRow.not_before <= moment)
        .order_by(JobRow.not_before)
        .limit(RUNG_AT_ONCE)
    )
    with database.read() as session:
        return [(job, queue) for job, queue in session.execute(ready)]
