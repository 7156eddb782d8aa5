"""Keeps a claim alive while its work is done, and says within a second when it is over."""

import threading
import time
from collections.abc import Callable

import structlog
from sqlalchemy.exc import SQLAlchemyError

from app.database import Database
from app.jobs import queue
from app.jobs.queue import Claim, LeaseLost

log = structlog.get_logger()
LOOK_SECONDS = 0.5  # with the sandbox's own 0.05 s: cancelled in less than two


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
