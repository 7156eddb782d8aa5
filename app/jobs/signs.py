"""The signs of life of workers: a row each, signed every ten seconds, forgotten after thirty."""

import os
import secrets
import socket

from sqlalchemy import delete, func, select

from app.database import Database, clock
from app.jobs.rows import ALIVE, WorkerRow
from probes.sandbox import SandboxReport


def new_name() -> str:
    return f"{_machine()}{os.getpid()}-{secrets.token_hex(4)}"


def _machine() -> str:
    return f"{socket.gethostname()[:30]}-"


def sign(
    database: Database, worker: str, queue: str, slots: int, report: SandboxReport, gpu: str | None
) -> None:
    """Also after others thought it dead."""
    with database.write() as session:
        session.merge(
            WorkerRow(
                id=worker,
                queue=queue,
                slots=slots,
                sandbox=report.level,
                broken=list(report.broken),
                device=gpu,
                seen=clock(session),
            )
        )


def sign_off(database: Database, worker: str) -> None:
    with database.write() as session:
        session.execute(delete(WorkerRow).where(WorkerRow.id == worker))


def forget_dead(database: Database) -> None:
    with database.write() as session:
        session.execute(delete(WorkerRow).where(WorkerRow.seen < clock(session) - ALIVE))


def count(database: Database) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(WorkerRow)) or 0


def here(database: Database) -> bool:
    """True if a worker of this machine lives."""
    with database.read() as session:
        since = clock(session) - ALIVE
        ours = WorkerRow.id.startswith(_machine(), autoescape=True) & (WorkerRow.seen > since)
        return session.scalars(select(WorkerRow.id).where(ours)).first() is not None
