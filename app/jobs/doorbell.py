"""Wakes a worker: huey's storage carries the ids of jobs, on SQLite or on Redis.

A bell may be lost (huey hands out at most once, and a Redis may come back empty) or rung twice:
the rows are the truth, and the reaper rings again for what nobody took.
"""

import threading
import time
from urllib.parse import urlsplit

import structlog
from huey.storage import BaseStorage, RedisStorage, SqliteStorage

from app.settings import Settings

log = structlog.get_logger()
LOOK_AGAIN = 0.15
AFTER_FAILURE = 1.0
ASKED_AGAIN = 2.0  # seconds in which one answer serves all who ask whether it is away
NETWORK = {"socket_connect_timeout": 2, "socket_timeout": 2}


class Doorbell:
    """Rings at any queue and listens at one: cpu or gpu."""

    def __init__(self, settings: Settings, queue: str = "cpu"):
        self.queue = queue
        self._url, self._name = settings.queue, settings.name
        self._bells: dict[str, BaseStorage] = {}
        self._asked, self._away = -ASKED_AGAIN, False

    def ring(self, job_id: str, queue: str = "cpu") -> None:
        """A bell that is broken costs seconds and no job."""
        try:
            self._bell(queue).enqueue(job_id.encode())
        except Exception as error:  # of sqlite3 or of redis
            log.warning("doorbell_failed", error=type(error).__name__)

    def wait(self, seconds: float, stopping: threading.Event) -> bool:
        """True as soon as somebody rang; False also when it is time to stop."""
        until = time.monotonic() + seconds
        while True:
            if self._rang():
                return True
            left = until - time.monotonic()
            if left <= 0 or stopping.wait(min(LOOK_AGAIN, left)):
                return False

    def _rang(self) -> bool:
        try:
            return bool(self._bell(self.queue).dequeue())
        except Exception as error:
            log.warning("doorbell_failed", error=type(error).__name__)
            time.sleep(AFTER_FAILURE)
            return False

    def waiting(self) -> int | None:
        """Bells that nobody has heard; None where the bell is broken."""
        try:
            return self._bell(self.queue).queue_size()
        except Exception as error:
            log.warning("doorbell_failed", error=type(error).__name__)
            return None

    def is_away(self) -> bool:
        """For those who wait for a job, and ask often; one that is frozen holds them once."""
        if time.monotonic() - self._asked > ASKED_AGAIN:
            self._asked = time.monotonic()
            self._away = self.waiting() is None
        return self._away

    def close(self) -> None:
        for bell in self._bells.values():
            bell.close()

    def _bell(self, queue: str) -> BaseStorage:
        if queue not in self._bells:
            self._bells[queue] = _storage(self._url, f"{self._name}_{queue}")
        return self._bells[queue]


def _storage(url: str, name: str) -> BaseStorage:
    if not urlsplit(url).scheme.startswith("redis"):
        filename = url.removeprefix("sqlite:///")
        return SqliteStorage(name, filename=filename, fsync=False, timeout=10)
    from redis import ConnectionPool

    pool = ConnectionPool.from_url(url, **NETWORK)
    return RedisStorage(name, connection_pool=pool, blocking=False)
