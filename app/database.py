"""The application database: SQLite in WAL mode by default, PostgreSQL by URL."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib import import_module
from pathlib import Path
from threading import Lock
from types import ModuleType
from typing import Any

import structlog
from sqlalchemy.engine import make_url
from sqlalchemy.exc import (
    DBAPIError,
    InterfaceError,
    InternalError,
    OperationalError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session, sessionmaker

from app import plain_json

log = structlog.get_logger()
MIGRATIONS = Path(__file__).parent / "migrations"
AWAY = (OperationalError, InterfaceError, InternalError, PoolTimeout)  # what passes by itself
AGAIN_SECONDS = 1.0


class Database:
    """Short transactions only; `write` is exclusive from its first statement on SQLite.

    On PostgreSQL whoever writes below a consultation first locks its row: one order for all, so
    nobody waits in a circle.
    """

    def __init__(self, url: str):
        self.url = url
        self._dialect = _dialect(make_url(url).get_backend_name())
        self.engine = self._dialect.connect(
            url, hide_parameters=True, json_serializer=plain_json.dumps
        )
        self._writing = Lock()
        self._sessions = sessionmaker(self.engine, expire_on_commit=False)

    @contextmanager
    def write(self) -> Iterator[Session]:
        with self._dialect.in_turn(self._writing), self._sessions.begin() as session:
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        with self._sessions() as session:
            session.connection(execution_options=self._dialect.READING)
            yield session

    def migrate(self, revision: str = "head") -> None:
        from alembic import command  # who only reads need not wait for it
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        with self.engine.begin() as connection:
            self._dialect.migrate_alone(connection)
            config.attributes["connection"] = connection
            if revision == "base" or revision.startswith("-"):
                command.downgrade(config, revision)
            else:
                command.upgrade(config, revision)

    def prepare(self) -> None:
        """Migrate, once the server is there: after a power cut all start at once."""
        until = time.monotonic() + self._dialect.START_SECONDS
        while True:
            try:
                return self.migrate()
            except OperationalError as error:
                if time.monotonic() > until:
                    raise
                log.warning("database_away", error=type(error.orig).__name__)
                time.sleep(AGAIN_SECONDS)

    def close(self) -> None:
        self.engine.dispose()


def clock(session: Session) -> datetime:
    """The moment that all machines agree on."""
    return _dialect(session.get_bind().dialect.name).clock(session)


def insert(session: Session, table: Any) -> Any:
    """An INSERT that can say what to do ON CONFLICT; both databases say it alike."""
    return _dialect(session.get_bind().dialect.name).insert(table)


def _dialect(name: str) -> ModuleType:
    return import_module(f"app.dialects.{name}")


def is_away(error: SQLAlchemyError) -> bool:
    """It was the database, and trying again may help."""
    lost = isinstance(error, DBAPIError) and error.connection_invalidated
    return lost or isinstance(error, AWAY)
