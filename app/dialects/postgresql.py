"""PostgreSQL by psycopg 3: any number of machines; nobody waits for it without an end."""

from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from threading import Lock
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

__all__ = ["READING", "START_SECONDS", "clock", "connect", "in_turn", "insert", "migrate_alone"]
# A statement sees what was committed before it, in a transaction too: to read needs none, which
# spares two of three journeys to the server.
READING = {"isolation_level": "AUTOCOMMIT"}
START_SECONDS = 60  # how long a process that starts waits for the server
CONNECTIONS = 30  # of one process at most
LOCK_OF_MIGRATIONS = 0x77686C73  # any number, the same for all
SESSION = {
    "timezone": "UTC",
    "statement_timeout": "10s",
    "lock_timeout": "3s",
    "idle_in_transaction_session_timeout": "10s",
}
ANSWER_SECONDS = 15.0  # the server's own limits come first, unless it is frozen
NETWORK = {
    "connect_timeout": 3,
    "tcp_user_timeout": 10_000,  # a machine that vanished says no goodbye
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
}


class Impatient(psycopg.Connection[Any]):
    """A server that is there and never answers: its kernel keeps the line up, so that no setting of
    the network ever tells."""

    patience: float | None = ANSWER_SECONDS

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        try:
            return super().wait(gen, interval, timeout or self.patience)
        except psycopg.OperationalError:
            if self.pgconn.transaction_status == TransactionStatus.ACTIVE:  # it still owes us one
                self.close()
            raise


def connect(url: str, **common: Any) -> Engine:
    options = " ".join(f"-c {name}={value}" for name, value in SESSION.items())
    engine = create_engine(
        url,
        connect_args={**NETWORK, "options": options},
        pool_pre_ping=True,  # after a restart of the server nobody meets a dead connection
        pool_size=10,
        max_overflow=CONNECTIONS - 10,
        pool_timeout=10,
        **common,
    )
    event.listen(engine, "do_connect", _connect)
    return engine


def _connect(_dialect: Any, _record: Any, arguments: Any, options: Any) -> Impatient:
    return Impatient.connect(*arguments, **options)


def in_turn(_lock: Lock) -> AbstractContextManager[None]:
    """Rows are locked, not the database."""
    return nullcontext()


def clock(session: Session) -> datetime:
    """The server's: leases must not depend on the clocks of workers."""
    moment = session.scalar(text("SELECT clock_timestamp()"))
    assert moment is not None
    return moment.astimezone(UTC)


def migrate_alone(connection: Connection) -> None:
    """Processes that start at once come one after the other; the others find nothing to do.

    However long it takes: this connection serves nobody else afterwards.
    """
    patient: Any = connection.connection.driver_connection
    patient.patience = None
    connection.detach()
    for setting in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"):
        connection.execute(text(f"SET LOCAL {setting} = 0"))
    connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK_OF_MIGRATIONS})"))
