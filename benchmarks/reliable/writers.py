"""Eight writers at once: nobody's answer is lost and nobody sees a locked database."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import requests

from benchmarks.reliable.claim import Claim
from tests.app.live import Server

WRITERS = 8


def measure(folder: Path, seconds: float) -> list[Claim]:
    with Server(folder / "data") as server:
        shared = server.open()
        until = time.monotonic() + seconds
        with ThreadPoolExecutor(WRITERS) as pool:
            told = list(pool.map(lambda _: _write(shared, until), range(WRITERS)))
        entries = requests.get(shared, timeout=60).json()["transcript"]
    good, bad = sum(g for g, _ in told), sum(b for _, b in told)
    kept = sum(1 for entry in entries if entry["kind"] == "changed")
    return [
        Claim(
            f"{WRITERS} writers to one consultation for {seconds:g} s: lost of {good} answers",
            "0", str(good - kept), kept == good,
        ),
        Claim("errors shown to them", "0", str(bad), bad == 0),
    ]  # fmt: skip


def _write(address: str, until: float) -> tuple[int, int]:
    good = bad = 0
    with requests.Session() as session:
        while time.monotonic() < until:
            path = f"{address}/evidence/epochs_done"
            answer = session.put(path, json={"value": good + 1}, timeout=30)
            good, bad = good + answer.ok, bad + (not answer.ok)
    return good, bad
