"""Keeps a claim alive while its work is done, and says within a second when it is over."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import structlog
from sqlalchemy.exc import SQLAlchemyError

from app.database import Database, is_away
from app.jobs import queue
from app.jobs.queue import Claim, LeaseLost

log = structlog.get_logger()
LOOK_SECONDS = 0.5  # with the sandbox's own 0.05 s: cancelled in less than two
PATIENCE_SECONDS = queue.LEASE.total_seconds()
AGAIN_SECONDS = 1.0
Said = TypeVar("Said")


class Lease:
    """`over` is set when the job was cancelled, deleted, or taken by somebody else.

    A database that cannot be reached ends nothing until the lease itself has run out. `tell` is
    done now and then, so that news do not wait for more news.
    """

    def __init__(self, database: Database, claim: Claim, stop: threading.Event):
        self.over = threading.Event()
        self.tell: Callable[[], None] = lambda: None
        self._database, self._claim, self._stop = database, claim, stop
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._keep, daemon=True, name="lease")

    def __enter__(self) -> "Lease":
        self._thread.start()
        return self

    def __exit__(self, *_) -> None:
        self._ended.set()
        self._thread.join()

    def insist(self, say: Callable[[], Said]) -> Said:
        """What the work needs from the database or must tell it: said again while that is away.

        What was done is not thrown away for a gap of seconds. A word that did arrive, and only its
        answer was lost, is refused or does nothing the second time.
        """
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                return say()
            except SQLAlchemyError as error:
                if not is_away(error) or time.monotonic() > until or self.over.wait(AGAIN_SECONDS):
                    raise
                log.warning("said_again", error=type(error).__name__)

    def _keep(self) -> None:
        renewed = time.monotonic()
        while not self._ended.wait(LOOK_SECONDS) and not self.over.is_set():
            try:
                if time.monotonic() - renewed >= queue.HEARTBEAT_SECONDS:
                    queue.renew(self._database, self._claim)
                    renewed = time.monotonic()
                elif not queue.still_wanted(self._database, self._claim):
                    self.over.set()
                self.tell()
            except LeaseLost:
                self.over.set()
            except SQLAlchemyError as error:
                log.warning("heartbeat_failed", error=type(error).__name__)
                if time.monotonic() - renewed > queue.LEASE.total_seconds():
                    self.over.set()
            if self._stop.is_set():
                self.over.set()


@contextmanager
def news() -> Iterator[None]:
    """What can wait: while the database is away it is told with the next news, or never."""
    try:
        yield
    except SQLAlchemyError as error:
        if not is_away(error):
            raise
        log.warning("news_untold", error=type(error).__name__)
