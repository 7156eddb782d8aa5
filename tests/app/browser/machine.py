"""A real server in its own process, and where Chromium is."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = [
    f"--{name}"
    for name in (
        "no-sandbox", "disable-gpu", "disable-quic", "no-first-run",
        "disable-background-networking", "disable-component-update", "disable-sync",
    )
]  # fmt: skip
START_SECONDS = 60


@contextmanager
def serving(data: Path) -> Iterator[str]:
    """The address of `whyloss serve` on a free port, on a data folder of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {
        "WHYLOSS_DATA": str(data),
        "OMP_NUM_THREADS": "1",
        "WHYLOSS_RATE_MESSAGES": "6000 per minute",
        "WHYLOSS_RATE_REQUESTS": "60000 per minute",
    }
    command = [sys.executable, "-c", "from app.cli import main; main()", "serve"]
    process = subprocess.Popen([*command, "--port", str(port)], cwd=ROOT, env=environment)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(30)


def _wait(address: str, process: subprocess.Popen) -> None:
    ends = time.monotonic() + START_SECONDS
    while time.monotonic() < ends and process.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=2)  # our own server
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("the server did not start")
