"""What one server answers to 1, 10 and 100 people at once, and what it takes to be there.

    python -m benchmarks.server_load [--seconds S]

Prints Markdown tables. People and server share this machine. A person waits 3 to 7 seconds before
each answer (people take longer); the last row is ten who never wait: what the server can do.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil
import requests

from tests.app.live import Server

PEOPLE = Path(__file__).parent / "load" / "conversations.py"
ROWS = (("1", 1, "3,7"), ("10", 10, "3,7"), ("100", 100, "3,7"), ("10, never waiting", 10, "0,0"))
TARGET_MS = 250  # of the slowest in a hundred, with 100 people
QUIET = 5.0  # per cent of a core: what it had to prepare is done
QUIET_SECONDS = 300


@dataclass(frozen=True)
class Load:
    people: str
    requests: int
    rate: float
    times: tuple[float, float, float]  # ms: median, 95 and 99 of a hundred
    errors: int
    work: float  # ms of processor time of the server for a request
    memory: float  # MB


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=40)
    seconds = parser.parse_args().seconds
    with tempfile.TemporaryDirectory() as folder, Server(Path(folder) / "data") as server:
        print("| start | measured |\n|---|---|")
        for title, told in _start(server):
            print(f"| {title} | {told} |", flush=True)
        print(f"\nEach for {seconds} s; target: no error, p99 <= {TARGET_MS} ms for 100 people.\n")
        print(
            "| people at once | requests | a second | p50 ms | p95 ms | p99 ms | errors "
            "| CPU ms each | MB |"
        )
        print("|---|" + "---:|" * 8)
        for title, people, thinking in ROWS:
            load = _loaded(server, title, people, thinking, seconds)
            times = " | ".join(f"{time:.0f}" for time in load.times)
            print(
                f"| {load.people} | {load.requests} | {load.rate:.1f} | {times} | {load.errors} "
                f"| {load.work:.0f} | {load.memory:.0f} |",
                flush=True,
            )
    return 0


def _start(server: Server) -> list[tuple[str, str]]:
    """A second start: the first one makes the database."""
    server.stop()
    began = time.monotonic()
    answering = server.start()
    server.open(language="en", text="loss is nan")
    diagnosed = time.monotonic() - began
    _wait_until_quiet(server)
    process = psutil.Process(server.process.pid)
    loaded = {Path(mapped.path).name for mapped in process.memory_maps() if mapped.path}
    torch = "held" if any(name.startswith("libtorch") for name in loaded) else "not loaded"
    return [
        ("until it answers", f"{answering:.1f} s"),
        ("until the first diagnosis of a text", f"{diagnosed:.1f} s"),
        ("idle memory of the web process", f"{_megabytes(server):.0f} MB"),
        ("torch in the web process", torch),
    ]


def _wait_until_quiet(server: Server) -> None:
    process = psutil.Process(server.process.pid)
    until = time.monotonic() + QUIET_SECONDS
    while process.cpu_percent(interval=3.0) > QUIET and time.monotonic() < until:
        pass


def _megabytes(server: Server) -> float:
    return psutil.Process(server.process.pid).memory_info().rss / 2**20


def _loaded(server: Server, title: str, people: int, thinking: str, seconds: int) -> Load:
    requests.get(server.url, timeout=30)
    worked = _worked(server)
    told = subprocess.run(
        [
            *(sys.executable, "-m", "locust", "-f", PEOPLE, "--headless", "--json"),
            *("--host", server.url, "-u", str(people), "-r", str(max(people / 5, 1))),
            *("-t", f"{seconds}s", "--reset-stats", "--exit-code-on-error", "0"),
        ],
        env={**os.environ, "THINKING": thinking},
        capture_output=True,
        text=True,
        check=True,
    )
    worked = _worked(server) - worked
    for line in sorted({line for line in told.stderr.splitlines() if "failed: " in line}):
        sys.stderr.write(f"{title}: {line}\n")
    rows = json.loads(told.stdout)
    times: dict[float, int] = {}
    for row in rows:
        for spent, count in row["response_times"].items():
            times[float(spent)] = times.get(float(spent), 0) + count
    total = sum(row["num_requests"] for row in rows)
    lasted = max(r["last_request_timestamp"] for r in rows) - min(r["start_time"] for r in rows)
    return Load(
        title,
        total,
        total / lasted,
        tuple(_quantile(times, share) for share in (0.5, 0.95, 0.99)),
        sum(row["num_failures"] for row in rows),
        1000 * worked / max(total, 1),
        _megabytes(server),
    )


def _worked(server: Server) -> float:
    """Processor seconds of the web process."""
    spent = psutil.Process(server.process.pid).cpu_times()
    return spent.user + spent.system


def _quantile(times: dict[float, int], share: float) -> float:
    """Of times that are counted, as locust keeps them: to two digits."""
    wanted = share * sum(times.values())
    seen = 0
    for spent in sorted(times):
        seen += times[spent]
        if seen >= wanted:
            return spent
    return float("nan")


if __name__ == "__main__":
    sys.exit(main())
