"""Wakes a worker: huey's storage carries the ids of jobs, on SQLite or on Redis.

A bell may be lost (huey hands out at most once) or rung twice: the rows are the truth, and the
reaper rings again for what nobody took.
"""

import threading
import time
from urllib.parse import urlsplit

import structlog
from huey.storage import BaseStorage, RedisStorage, SqliteStorage

log = structlog.get_logger()
LOOK_AGAIN = 0.15
AFTER_FAILURE = 1.0


class Doorbell:
    def __init__(self, url: str, queue: str = "cpu"):
        self.queue = queue
        self._storage = _storage(url, f"whyloss_{queue}")

    def ring(self, job_id: str) -> None:
        """A bell that is broken costs seconds and no job."""
        try:
            self._storage.enqueue(job_id.encode())
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
            return bool(self._storage.dequeue())
        except Exception as error:
            log.warning("doorbell_failed", error=type(error).__name__)
            time.sleep(AFTER_FAILURE)
            return False

    def waiting(self) -> int:
        try:
            return self._storage.queue_size()
        except Exception as error:
            log.warning("doorbell_failed", error=type(error).__name__)
            return 0

    def close(self) -> None:
        self._storage.close()


def _storage(url: str, name: str) -> BaseStorage:
    if urlsplit(url).scheme.startswith("redis"):
        return RedisStorage(name, url=url, blocking=False)
    return SqliteStorage(name, filename=url.removeprefix("sqlite:///"), fsync=False, timeout=10)
