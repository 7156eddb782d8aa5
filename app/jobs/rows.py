"""The rows of jobs, of what they told, and of the workers that are alive."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.tables import Row, now

QUEUED, RUNNING, DONE, FAILED = "queued", "running", "done", "failed"
CANCELLED, DEAD = "cancelled", "dead"
ENDED = (DONE, FAILED, CANCELLED, DEAD)
ALIVE = timedelta(seconds=30)  # a worker that did not sign for so long is none
_WHILE_RUNNING: Any = {
    f"{dialect}_where": text("state = 'running'") for dialect in ("sqlite", "postgresql")
}


class JobRow(Row):
    """`attempt` fences: a worker whose attempt is not the row's any more can write nothing."""

    __tablename__ = "jobs"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    consultation_id: Mapped[str] = mapped_column(ForeignKey("consultations.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(32))
    queue: Mapped[str] = mapped_column(String(16), default="cpu")
    priority: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(String(16), default=QUEUED)
    attempt: Mapped[int] = mapped_column(default=0)
    worker: Mapped[str | None] = mapped_column(String(64))
    lease_until: Mapped[datetime | None]
    not_before: Mapped[datetime] = mapped_column(default=now)
    deadline: Mapped[datetime | None]
    cancel_requested: Mapped[bool] = mapped_column(default=False)
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    progress: Mapped[dict[str, Any]] = mapped_column(default=dict)
    reports: Mapped[list[Any]] = mapped_column(default=list)
    error: Mapped[str | None] = mapped_column(String(64))
    wish: Mapped[str | None] = mapped_column(String(8))  # cpu or gpu, where the person says so
    notice: Mapped[dict[str, Any] | None]  # what they should know about where it is done
    device: Mapped[str | None] = mapped_column(String(80))  # the one GPU that it is done on
    created: Mapped[datetime] = mapped_column(default=now)
    started: Mapped[datetime | None]
    finished: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_jobs_state", "state", "queue", "not_before"),
        Index("ix_jobs_consultation", "consultation_id", "created"),
        Index("uq_jobs_device", "device", unique=True, **_WHILE_RUNNING),
    )


class EventRow(Row):
    """What happened in a consultation, numbered without gaps: a listener resumes at any number."""

    __tablename__ = "events"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[str] = mapped_column(ForeignKey("consultations.id", ondelete="CASCADE"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(32))
    data: Mapped[dict[str, Any]]
    created: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (Index("uq_events_number", "consultation_id", "number", unique=True),)


class WorkerRow(Row):
    """A worker process; `sandbox` is what its self-test found: floor, limits or none."""

    __tablename__ = "workers"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    queue: Mapped[str] = mapped_column(String(16))
    slots: Mapped[int]
    sandbox: Mapped[str] = mapped_column(String(16))
    broken: Mapped[list[Any]]
    device: Mapped[str | None] = mapped_column(String(80))  # one that only one job may use
    seen: Mapped[datetime] = mapped_column(default=now)
