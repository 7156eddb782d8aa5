"""SQLite in WAL mode: one machine, any number of its processes."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from app.tables import now

__all__ = ["READING", "START_SECONDS", "clock", "connect", "in_turn", "insert", "migrate_alone"]
BUSY_MILLISECONDS = 10_000
READING = {"read_only": True}  # BEGIN: what is read belongs together, and nobody is locked out
START_SECONDS = 0  # a file that cannot be opened now cannot be opened later


def connect(url: str, **common: Any) -> Engine:
    """SQLAlchemy's default on SQLite starts a transaction at the first write, which loses updates
    between a read and a write (measured: 180 of 240); BEGIN IMMEDIATE loses none.
    """
    engine = create_engine(
        url,
        connect_args={"timeout": BUSY_MILLISECONDS / 1000},
        pool_size=20,
        max_overflow=60,
        **common,
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


@contextmanager
def in_turn(lock: Lock) -> Iterator[None]:
    """SQLite has whoever waits try again ever more rarely; a thread of ours is woken at once."""
    held = lock.acquire(timeout=BUSY_MILLISECONDS / 1000)
    try:
        yield
    finally:
        if held:
            lock.release()


def clock(_session: Session) -> datetime:
    """Everybody is on the same machine."""
    return now()


def migrate_alone(_connection: Connection) -> None:
    """BEGIN IMMEDIATE has made sure of it."""


def _prepare(connection, _record) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # an acknowledged answer survives a power cut
        f"busy_timeout={BUSY_MILLISECONDS}",
        "foreign_keys=ON",
        "trusted_schema=OFF",
        "journal_size_limit=67108864",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection) -> None:
    read_only = connection.get_execution_options().get("read_only")
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")
