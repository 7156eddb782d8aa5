"""Keeps one worker process running beside the server, and ends it with the server."""

import os
import subprocess
import sys
import threading
import time

import structlog

from app.settings import Settings

log = structlog.get_logger()
FIRST_WAIT, LONGEST_WAIT = 0.5, 10.0
STEADY_SECONDS = 30.0  # whoever lived so long did not die of its start


class Supervisor:
    """The worker reads its standard input: when that closes, however the server died, it ends."""

    def __init__(self, settings: Settings, slots: int):
        self.settings, self.slots = settings, slots
        self.process: subprocess.Popen[bytes] | None = None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True, name="supervisor")

    def start(self) -> None:
        self._thread.start()

    def stop(self, seconds: float = 8.0) -> None:
        self._stopping.set()
        if self.process and self.process.stdin:
            self.process.stdin.close()
            try:
                self.process.wait(seconds)
            except subprocess.TimeoutExpired:
                self.process.kill()
        if self._thread.is_alive():  # it never lived where others do the work
            self._thread.join(1.0)

    def _watch(self) -> None:
        wait = FIRST_WAIT
        while not self._stopping.is_set():
            began, self.process = time.monotonic(), self._launch()
            status = self.process.wait()
            if self._stopping.is_set():
                return
            log.warning("worker_ended", status=status)
            wait = FIRST_WAIT if time.monotonic() - began > STEADY_SECONDS else wait
            self._stopping.wait(wait)
            wait = min(wait * 2, LONGEST_WAIT)

    def _launch(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "app.cli.worker", "--slots", str(self.slots), "--leashed"]
        inherited = {name: str(value) for name, value in _as_environment(self.settings).items()}
        return subprocess.Popen(command, stdin=subprocess.PIPE, env={**os.environ, **inherited})


def _as_environment(settings: Settings) -> dict[str, object]:
    """What the server was told on its command line, for the worker too."""
    told = settings.model_dump(exclude_none=True)
    return {f"WHYLOSS_{name.upper()}": value for name, value in told.items()}
