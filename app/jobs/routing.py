"""Which workers do a job: those with a GPU where it gains by one and one is alive, else the others.

Where a person wishes for a GPU and there is none, the job is done all the same, with a notice.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.database import Database, clock
from app.jobs import events
from app.jobs import queue as jobs
from app.jobs.rows import ALIVE, DONE, QUEUED, JobRow, WorkerRow
from app.tables import lock

CPU, GPU = "cpu", "gpu"
QUEUES = (CPU, GPU)
RECENT = 20  # jobs, from which the time of the next one is told
UNKNOWN_SECONDS = 300  # sandbox.Limits.wall_seconds: no job of ours takes longer


class Moved(Exception):
    """The job waits for workers of another queue now: ring there."""

    def __init__(self, queue: str):
        super().__init__(queue)
        self.queue = queue


def add(session: Session, consultation_id: str, wish: str | None, **data: Any) -> JobRow:
    """An experiment, in the queue of those who can do it best."""
    place = queue_for(session, "experiment", wish)
    job = jobs.add(session, consultation_id, "experiment", place, wish, **data)
    job.notice = notice(session, job.kind, job.wish, job.queue)
    return job


def gains(kind: str, roles: Collection[str]) -> bool:
    """Only a model that runs is faster on a GPU; a log or a checkpoint is not."""
    return kind == "experiment" or "model" in roles


def queue_for(session: Session, kind: str, wish: str | None, roles: Collection[str] = ()) -> str:
    wanted = wish != CPU and gains(kind, roles)
    return GPU if wanted and is_alive(session, GPU) else CPU


def notice(session: Session, kind: str, wish: str | None, queue: str) -> dict[str, Any] | None:
    """What the person should know when the wish for a GPU cannot be met."""
    if wish != GPU or queue == GPU:
        return None
    lately = (
        select(JobRow.started, JobRow.finished)
        .where(JobRow.kind == kind, JobRow.queue == CPU, JobRow.state == DONE)
        .order_by(JobRow.finished.desc())
        .limit(RECENT)
    )
    took = sorted((end - start).total_seconds() for start, end in session.execute(lately))
    if not took:
        return {"code": "no_gpu_yet", "seconds": UNKNOWN_SECONDS}
    return {"code": "no_gpu", "seconds": max(round(took[len(took) // 2]), 1)}


def is_alive(session: Session, queue: str) -> bool:
    since = clock(session) - ALIVE
    workers = select(WorkerRow.id).where(WorkerRow.queue == queue, WorkerRow.seen > since)
    return session.scalars(workers).first() is not None


def hand_over(session: Session, job: JobRow, roles: Collection[str]) -> None:
    """A running job whose place turns out to be elsewhere is queued there, at no cost to it."""
    place = queue_for(session, job.kind, job.wish, roles)
    if job.queue == CPU and place == GPU:
        job.attempt -= 1
        jobs.again(session, job, None)
        send(session, job, GPU)
    else:
        job.notice = notice(session, job.kind, job.wish, job.queue)


def send(session: Session, job: JobRow, queue: str) -> None:
    """The job waits in `queue` from now on."""
    job.queue = queue
    job.notice = notice(session, job.kind, job.wish, queue)
    events.tell(session, job.consultation_id, "job", job=job.id, work=job.kind, state=job.state)


def bring_back(database: Database) -> None:
    """What waits for a GPU, when the last worker with one is gone."""
    stranded = select(JobRow.id, JobRow.consultation_id).where(
        JobRow.state == QUEUED, JobRow.queue == GPU
    )
    with database.read() as session:
        waiting = session.execute(stranded).all()
        if not waiting or is_alive(session, GPU):
            return
    for job, consultation in waiting:
        with database.write() as session:
            row = lock(session, consultation, or_skip=True) and session.get(JobRow, job)
            if row and (row.state, row.queue) == (QUEUED, GPU):
                send(session, row, CPU)
