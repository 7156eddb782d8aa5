"""Web processes and workers as on several machines: each in a folder of its own, killed at will."""

import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, suppress
from pathlib import Path

import psutil
import requests

from app.settings import Settings
from tests.app.live import COMMAND, Server

WORKER = [sys.executable, "-m", "app.cli.worker"]
SHARED = ("database_url", "queue_url", "storage_url", "name")


class Web(Server):
    """`whyloss serve` that leaves the work to others."""

    command = [*COMMAND, "--workers", "0"]


class WorkerProcess:
    """`whyloss worker` without a terminal, on a machine of its own."""

    def __init__(self, data: Path, *options: str, **settings: object):
        self.data, self.options = data, options
        names = {f"WHYLOSS_{name.upper()}": str(value) for name, value in settings.items()}
        self.environment = {**os.environ, "WHYLOSS_LOG_LEVEL": "WARNING", **names}
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        with (self.data.parent / f"{self.data.name}.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*WORKER, "--data", str(self.data), *self.options],
                env=self.environment, stdout=log, stderr=log,
            )  # fmt: skip

    def __enter__(self) -> "WorkerProcess":
        self.start()
        return self

    def __exit__(self, *_) -> None:
        self.stop()

    @property
    def alive(self) -> bool:
        return self.process.poll() is None

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def stop(self, seconds: float = 60.0) -> int:
        if self.alive:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            raise

    def children(self) -> list[psutil.Process]:
        try:
            return psutil.Process(self.process.pid).children(recursive=True)
        except psutil.NoSuchProcess:
            return []


class Machines:
    """Two web processes without workers and some workers, over one database, queue and bucket."""

    def __init__(self, folder: Path, settings: Settings, webs: int = 2, workers: int = 1, **others):
        shared = {name: getattr(settings, name) for name in SHARED} | others
        self.webs = [Web(folder / f"web{n}", **shared) for n in range(webs)]
        self.workers = [WorkerProcess(folder / f"worker{n}", **shared) for n in range(workers)]
        self._stack = ExitStack()

    def __enter__(self) -> "Machines":
        for machine in (*self.workers, *self.webs):
            self._stack.enter_context(machine)
        return self

    def __exit__(self, *_) -> None:
        """A machine too busy to end in time is killed; that is no error of what was shown."""
        with suppress(subprocess.TimeoutExpired):
            self._stack.close()

    def at(self, web: int, consultation: str) -> str:
        """The same consultation at another web process; `consultation` is its address at one."""
        return f"{self.webs[web].url}/api/v1/consultations/{consultation.rpartition('/')[2]}"

    def until_ready(self, seconds: float = 180.0) -> None:
        """As a balancer does: nobody is sent to a server that says it is not ready."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            answers = [requests.get(f"{web.url}/readyz", timeout=10) for web in self.webs]
            workers = answers[0].json()["checks"].get("workers", [])
            if all(answer.ok for answer in answers) and len(workers) == len(self.workers):
                return
            time.sleep(0.2)
        raise TimeoutError("the machines did not become ready")

    def ready_workers(self) -> list[dict]:
        checks = requests.get(f"{self.webs[0].url}/readyz", timeout=10).json()["checks"]
        return checks.get("workers", [])
