"""kill -9 of server, worker and probe child at random moments while people talk and send files."""

import random
import threading
import time
from collections import Counter
from pathlib import Path

import psutil
import requests

from benchmarks.reliable.claim import Claim
from benchmarks.reliable.people import Courier, Person
from tests.app.live import Server

VICTIMS = ("server", "worker", "zygote", "probe child", "probe child")
SEED = 7
RECOVERY_SECONDS = 60.0
CHILD_SECONDS = 6.0  # how long to wait for one to kill
ENDED = {"done", "failed", "cancelled", "dead"}


def measure(folder: Path, most: int, minutes: float) -> list[Claim]:
    """`most` rounds, or as many as fit in the time."""
    random.seed(SEED)
    ends, rounds = time.monotonic() + 60 * minutes, 0
    killed: Counter[str] = Counter()
    with Server(folder / "data", consultation_files=100_000) as server:
        people = [Person(server, server.open()) for _ in range(2)] + [
            Courier(server, server.open())
        ]
        threads = [threading.Thread(target=person.live) for person in people]
        for thread in threads:
            thread.start()
        slowest = 0.0
        while rounds < most and time.monotonic() < ends:
            slowest, rounds = max(slowest, _round(server, killed)), rounds + 1
        for person in people:
            person.stopping.set()
        for thread in threads:
            thread.join()
        began = time.monotonic()
        uploads = [server.settled(person.address, 300) for person in people]
        wait_for_jobs(people)
        settled = time.monotonic() - began
        found = list(zip(people, uploads, strict=True))
        answers = sum(answers_lost(person) for person in people)
        files = sum(files_lost(person, there) for person, there in found)
        doubled = sum(twice(person, there) for person, there in found)
    said, sent = sum(p.answers for p in people), sum(len(p.files) for p in people)
    victims = ", ".join(f"{name} {count}" for name, count in sorted(killed.items()))
    return [
        Claim(f"kill -9 in {rounds} rounds ({victims}): lost of {said} acknowledged answers",
              "0", str(answers), answers == 0),
        Claim(f"lost, damaged or not measured of {sent} acknowledged files", "0", str(files),
              files == 0),
        Claim("measurements recorded twice, files stored twice", "0", str(doubled), doubled == 0),
        Claim("the server answers again after a kill", "<= 60 s", f"{slowest:.1f} s",
              slowest <= RECOVERY_SECONDS),
        Claim("all jobs done after the last kill", "<= 60 s", f"{settled:.1f} s",
              settled <= RECOVERY_SECONDS),
    ]  # fmt: skip


def _round(server: Server, killed: Counter[str]) -> float:
    """Seconds until the server answered again."""
    time.sleep(random.uniform(0.2, 4.0))
    victim = random.choice(VICTIMS)
    if victim == "server":
        killed[victim] += 1
        server.kill()
        return server.start()
    for process in _found(server, victim)[:1]:
        try:
            process.kill()
            killed[victim] += 1
        except psutil.NoSuchProcess:
            continue
    return 0.0


def _found(server: Server, victim: str) -> list[psutil.Process]:
    """A probe child is forked by a zygote and looks like it; the zygotes are the worker's own."""
    if victim == "worker":
        return server.descendants("app.cli.worker")
    until = time.monotonic() + CHILD_SECONDS
    while True:
        workers = {process.pid for process in server.descendants("app.cli.worker")}
        below = [(process, _parent(process)) for process in server.descendants("sandbox.zygote")]
        child = victim == "probe child"
        found = [process for process, parent in below if (parent not in workers) == child]
        if found or not child or time.monotonic() > until:
            random.shuffle(found)
            return found
        time.sleep(random.uniform(0.005, 0.05))


def _parent(process: psutil.Process) -> int:
    try:
        return process.ppid()
    except psutil.NoSuchProcess:
        return 0


def wait_for_jobs(people: list[Person]) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        jobs = [job for person in people for job in _jobs(person)]
        if {job["state"] for job in jobs} <= ENDED:
            return
        time.sleep(0.3)


def _jobs(person: Person) -> list[dict]:
    return requests.get(f"{person.address}/jobs", timeout=30).json()["jobs"]


def _entries(person: Person, kind: str) -> int:
    transcript = requests.get(person.address, timeout=30).json()["transcript"]
    return sum(1 for entry in transcript if entry["kind"] == kind)


def answers_lost(person: Person) -> int:
    return max(person.answers - _entries(person, "changed"), 0)


def files_lost(person: Person, uploads: list[dict]) -> int:
    done = Counter(upload["sha256"] for upload in uploads if upload["state"] == "done")
    return sum((Counter(person.files) - done).values())


def twice(person: Person, uploads: list[dict]) -> int:
    """A request that was cut off may have stored its file unacknowledged; no piece counts twice."""
    done = sum(1 for job in _jobs(person) if job["state"] == "done")
    longer = sum(1 for upload in uploads if upload["received"] > upload["bytes"])
    return max(_entries(person, "measured") - done, 0) + longer
