"""What a worker does beside its jobs: signs, rings again for what waits, forgets what is old."""

import random
import threading
import time
from collections.abc import Callable

import structlog
from sqlalchemy.exc import SQLAlchemyError

from app.database import Database
from app.jobs import queue, routing, signs
from app.jobs.doorbell import Doorbell
from app.problems import Problem
from app.settings import Settings
from app.storage import Storage
from app.uploads.retention import Retention

log = structlog.get_logger()
TEND_SECONDS = 2.0
SIGN_SECONDS = 10.0
SWEEP_SECONDS = 30.0
ORPHAN_SECONDS = 600.0  # lists the whole storage, and what it finds is an hour old


class Tending:
    """Each duty in its time; what fails is tried again. `sign` is the worker's own."""

    def __init__(
        self,
        database: Database,
        storage: Storage,
        settings: Settings,
        doorbell: Doorbell,
        sign: Callable[[], None],
    ):
        self.database, self.doorbell, self.sign = database, doorbell, sign
        self.retention = Retention(database, storage, settings)

    def run(self, stopping: threading.Event) -> None:
        duties: dict[Callable[[], object], float] = {
            self._ring_again: TEND_SECONDS,
            self._sign: SIGN_SECONDS,
            self.retention.sweep: SWEEP_SECONDS,
            self._drop_orphans: ORPHAN_SECONDS,
        }
        due = dict.fromkeys(duties, 0.0)
        while not stopping.is_set():
            for duty, every in duties.items():
                if time.monotonic() >= due[duty]:
                    due[duty] = time.monotonic() + every
                    self._do(duty)
            stopping.wait(TEND_SECONDS)

    def _do(self, duty: Callable[[], object]) -> None:
        try:
            duty()
        except (SQLAlchemyError, OSError, Problem) as error:
            log.warning("tending_failed", error=type(error).__name__)

    def _ring_again(self) -> None:
        """For jobs whose worker died, and for bells that were lost."""
        routing.bring_back(self.database)
        mine = self.doorbell.queue
        waiting = [job for job, name in queue.reap(self.database) if name == mine]
        if waiting and self.doorbell.waiting() == 0:
            self.doorbell.ring(waiting[0], mine)

    def _drop_orphans(self) -> None:
        """One of all workers, on average: it lists the whole storage."""
        if random.randrange(max(signs.count(self.database), 1)) == 0:
            self.retention.drop_orphans()

    def _sign(self) -> None:
        self.sign()
        signs.forget_dead(self.database)
