"""`whyloss serve` as a process of its own, to be killed and started again."""

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import requests

import knowledge_base
from app.reader import WITH_INSTALLATION
from engine.understand import is_prepared

START_SECONDS = 90
COMMAND = [sys.executable, "-c", "from app.cli import main; main()", "serve"]
TRAIN = """
import sys, knowledge_base
from pathlib import Path
from engine.understand import prepare_understanding
prepare_understanding(knowledge_base.load(), Path(sys.argv[1]))
"""


def lend_reader(data: Path) -> None:
    """The reader of text is trained once for all servers of the tests: it takes a minute."""
    shared = Path(tempfile.gettempdir()) / "whyloss-tests-reader"
    shared.mkdir(exist_ok=True)
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        folders, kb = (WITH_INSTALLATION, shared), knowledge_base.load()
        if not any(is_prepared(kb, folder) for folder in folders):
            subprocess.run([sys.executable, "-c", TRAIN, str(shared)], check=True)
        trained = next(folder for folder in folders if is_prepared(kb, folder))
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    (data / "understanding").mkdir(mode=0o700, exist_ok=True)
    for kept in trained.glob("*.npz"):
        shutil.copy(kept, data / "understanding")


class Server:
    command = COMMAND
    folder: Path | None = None  # where it is started

    def __init__(self, data: Path, **settings: object):
        self.data = data
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        names = {f"WHYLOSS_{name.upper()}": str(value) for name, value in settings.items()}
        self.environment = {**os.environ, "WHYLOSS_LOG_LEVEL": "WARNING", **names}
        self.process: subprocess.Popen | None = None

    def __enter__(self) -> "Server":
        self.start()
        return self

    def __exit__(self, *_) -> None:
        self.stop()

    def start(self) -> float:
        """Seconds until it answers."""
        lend_reader(self.data)
        began = time.monotonic()
        with (self.data.parent / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*self.command, "--port", str(self.port), "--data", str(self.data)],
                env=self.environment,
                cwd=self.folder,
                stdout=log,
                stderr=log,
            )
        while time.monotonic() - began < START_SECONDS:
            if self.answers():
                return time.monotonic() - began
            time.sleep(0.1)
        self.kill()
        raise TimeoutError("the server did not start")

    def answers(self, seconds: float = 2.0) -> bool:
        try:
            return requests.get(f"{self.url}/healthz", timeout=seconds).ok
        except requests.RequestException:
            return False

    def kill(self) -> None:
        """As the kernel does when memory ends: nothing is said or written any more."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.kill()
            raise

    def descendants(self, part: str) -> list[psutil.Process]:
        """Processes below the server whose command line holds `part`."""
        try:
            below = psutil.Process(self.process.pid).children(recursive=True)
        except psutil.NoSuchProcess:
            return []
        return [process for process in below if part in _command_line(process)]

    def open(self, **body: object) -> str:
        answer = requests.post(f"{self.url}/api/v1/consultations", json=body, timeout=30)
        answer.raise_for_status()
        return f"{self.url}/api/v1/consultations/{answer.json()['id']}"

    def settled(self, consultation: str, seconds: float = 120.0) -> list[dict]:
        """The uploads when none of them waits any more."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                uploads = requests.get(f"{consultation}/uploads", timeout=10).json()["uploads"]
                if all(u["state"] in ("done", "refused", "failed", "cancelled") for u in uploads):
                    return uploads
            except requests.RequestException:
                pass
            time.sleep(0.2)
        raise TimeoutError("the uploads did not settle")


def _command_line(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
