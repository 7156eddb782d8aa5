"""kill -9 of server, worker and sandbox at random moments while people talk and send files."""

import random
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import requests

from benchmarks.reliable.claim import Claim
from tests.app.live import Server

LOG = b"epoch,loss,val_loss\n1,2.0,2.1\n2,1.0,1.2\n3,0.5,0.9\n"
VICTIMS = ("server", "app.cli.worker", "sandbox.zygote")
SEED = 7
RECOVERY_SECONDS = 60.0


@dataclass
class Person:
    """One consultation and everything the server has acknowledged of it."""

    server: Server
    address: str
    answers: int = 0
    files: int = 0
    stop: threading.Event = field(default_factory=threading.Event)

    def live(self) -> None:
        while not self.stop.is_set():
            try:
                self._answer()
                if self.answers % 3 == 1:
                    self._send()
            except requests.RequestException:
                pass  # not acknowledged, so nothing was promised
            time.sleep(0.2)

    def _answer(self) -> None:
        number = self.answers + 1
        path = f"{self.address}/evidence/epochs_done"
        if requests.put(path, json={"value": number}, timeout=10).ok:
            self.answers = number

    def _send(self) -> None:
        if self.files < 90:
            files = {"file": (f"log{self.files}.csv", LOG)}
            self.files += requests.post(f"{self.address}/uploads", files=files, timeout=10).ok


def measure(folder: Path, rounds: int) -> list[Claim]:
    random.seed(SEED)
    with Server(folder / "data") as server:
        people = [Person(server, server.open()) for _ in range(3)]
        threads = [threading.Thread(target=person.live) for person in people]
        for thread in threads:
            thread.start()
        slowest = max(_round(server) for _ in range(rounds))
        for person in people:
            person.stop.set()
        for thread in threads:
            thread.join()
        began = time.monotonic()
        uploads = [server.settled(person.address) for person in people]
        settled = time.monotonic() - began
        lost = sum(_lost(p, found) for p, found in zip(people, uploads, strict=True))
        twice = sum(_twice(person) for person in people)
        sent = sum(person.files for person in people)
        said = sum(person.answers for person in people)
    return [
        Claim(
            f"kill -9 at random moments, {rounds} rounds, {said} answers and {sent} files "
            "acknowledged: lost",
            "0", str(lost), lost == 0,
        ),
        Claim("measured twice by one job", "0", str(twice), twice == 0),
        Claim("server answers again after a kill", "<= 60 s", f"{slowest:.1f} s", slowest <= 60),
        Claim(
            "all jobs done after the last kill", "<= 60 s", f"{settled:.1f} s",
            settled <= RECOVERY_SECONDS,
        ),
    ]  # fmt: skip


def _round(server: Server) -> float:
    time.sleep(random.uniform(0.2, 4.0))
    victim = random.choice(VICTIMS)
    if victim == "server":
        server.kill()
        return server.start()
    for process in server.descendants(victim):
        try:
            process.kill()
        except psutil.NoSuchProcess:
            continue
    return 0.0


def _lost(person: Person, uploads: list[dict]) -> int:
    """Answers and files that were acknowledged and are not there, or did not end well."""
    entries = requests.get(person.address, timeout=30).json()["transcript"]
    answers = sum(1 for entry in entries if entry["kind"] == "changed")
    done = sum(1 for upload in uploads if upload["state"] == "done")
    return max(person.answers - answers, 0) + max(person.files - done, 0)


def _twice(person: Person) -> int:
    report = requests.get(f"{person.address}/jobs", timeout=30).json()["jobs"]
    entries = requests.get(person.address, timeout=30).json()["transcript"]
    measured = sum(1 for entry in entries if entry["kind"] == "measured")
    return max(measured - sum(1 for job in report if job["state"] == "done"), 0)
