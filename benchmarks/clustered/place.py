"""A database, a bucket and a Redis of the benchmark's own; what they hold is gone afterwards."""

import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import redis

from app.settings import Settings
from tests.app import backends


class OwnRedis:
    """Started, killed and started empty as often as one likes; nobody else uses it."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        command = ["redis-server", "--port", str(self.port), "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd="/")
        until = time.monotonic() + 10
        while time.monotonic() < until:
            try:
                redis.from_url(self.url).ping()
                return
            except redis.RedisError:
                time.sleep(0.05)
        raise TimeoutError("redis-server did not start")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@contextmanager
def own(folder: Path, queue_url: str = "") -> Iterator[Settings]:
    with backends.distributed() as known:
        settings = known.settings(data=folder)
        yield settings.model_copy(update={"queue_url": queue_url or settings.queue_url})
        known.forget(settings)


@contextmanager
def services(folder: Path) -> Iterator[Callable[[], Settings]]:
    """Each call makes a new, empty service."""
    made: list[Settings] = []
    with backends.distributed() as known:

        def make() -> Settings:
            made.append(known.settings(data=folder / f"cluster{len(made)}"))
            return made[-1]

        yield make
        for settings in made:
            known.forget(settings)


@contextmanager
def own_redis() -> Iterator[OwnRedis]:
    known = OwnRedis()
    known.start()
    try:
        yield known
    finally:
        known.kill()
