"""A worker that freezes or dies in the middle of a job: another ends it, and no zombie commits."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import requests
from sqlalchemy import select

from app.database import Database
from app.jobs.rows import RUNNING, JobRow
from benchmarks.clustered import place
from benchmarks.reliable.claim import Claim
from benchmarks.reliable.people import large_log
from tests.app.cluster.machines import Machines, WorkerProcess

WAKES_AFTER = 10.0  # seconds after another has ended its job


def measure(folder: Path) -> list[Claim]:
    with place.own(folder) as settings, Machines(folder, settings, webs=2, workers=3) as machines:
        database = Database(settings.database)
        while len(machines.ready_workers()) < 3:
            time.sleep(0.2)
        claims = [
            _trial(machines, database, "killed", WorkerProcess.kill),
            _trial(machines, database, "frozen", _freeze),
        ]
        database.close()
        return claims


def _trial(
    machines: Machines, database: Database, how: str, harm: Callable[[WorkerProcess], None]
) -> Claim:
    consultation = machines.webs[0].open()
    files = {"file": ("log.csv", large_log(1))}
    requests.post(f"{consultation}/uploads", files=files, timeout=30).raise_for_status()
    worker = _at_work(machines, database)
    began = time.monotonic()
    harm(worker)
    states = [u["state"] for u in machines.webs[1].settled(machines.at(1, consultation), 120)]
    took = time.monotonic() - began
    if how == "frozen":
        _tell(worker, signal.SIGCONT)
        time.sleep(WAKES_AFTER)
    measured = _measured(consultation)
    good = states == ["done"] and measured == 1 and took <= 60
    return Claim(
        f"one of three workers {how} in the middle of a job: ended by another, recorded",
        "<= 60 s, once", f"{took:.1f} s, {measured} times ({states[0]})", good,
    )  # fmt: skip


def _at_work(machines: Machines, database: Database) -> WorkerProcess:
    numbers = {worker.process.pid: worker for worker in machines.workers if worker.alive}
    while True:
        with database.read() as session:
            held = session.scalars(select(JobRow.worker).where(JobRow.state == RUNNING)).all()
        if held:
            return numbers[int(held[0].split("-")[-2])]
        time.sleep(0.01)


def _freeze(worker: WorkerProcess) -> None:
    _tell(worker, signal.SIGSTOP)


def _tell(worker: WorkerProcess, what: signal.Signals) -> None:
    """The worker and all below it, as when a machine sleeps."""
    for process in (*worker.children(), worker.process):
        os.kill(process.pid, what)


def _measured(consultation: str) -> int:
    entries = requests.get(consultation, timeout=30).json()["transcript"]
    return sum(entry["kind"] == "measured" for entry in entries)
