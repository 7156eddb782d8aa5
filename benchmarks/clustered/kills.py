"""kill -9 of webs, workers, probe children and Redis while people talk and send files."""

import random
import threading
import time
from collections import Counter
from pathlib import Path

import psutil

from benchmarks.clustered import place
from benchmarks.reliable import kills
from benchmarks.reliable.claim import Claim
from benchmarks.reliable.kills import RECOVERY_SECONDS
from benchmarks.reliable.people import Courier, Person
from tests.app.cluster.machines import Machines, WorkerProcess
from tests.app.cluster.own_redis import OwnRedis, own_redis

VICTIMS = ("web", "worker", "worker", "children", "redis")
SEED = 5


def measure(folder: Path, rounds: int) -> list[Claim]:
    random.seed(SEED)
    killed: Counter[str] = Counter()
    with (
        own_redis() as queue,
        place.own(folder, queue.url) as settings,
        Machines(folder, settings, webs=2, workers=3, consultation_files=100_000) as machines,
    ):
        people = [Person(web, web.open()) for web in machines.webs]
        people.append(Courier(machines.webs[0], machines.webs[0].open()))
        threads = [threading.Thread(target=person.live, daemon=True) for person in people]
        for thread in threads:
            thread.start()
        slowest = max(_round(machines, queue, killed) for _ in range(rounds))
        for person in people:
            person.stopping.set()
        for thread in threads:
            thread.join()
        return _claims(people, slowest, rounds, killed)


def _round(machines: Machines, queue: OwnRedis, killed: Counter[str]) -> float:
    """Seconds until the web process answered again."""
    time.sleep(random.uniform(0.2, 4.0))
    victim = random.choice(VICTIMS)
    killed[victim] += 1
    if victim == "web":
        web = random.choice(machines.webs)
        web.kill()
        return web.start()
    if victim == "redis":
        queue.kill()
        time.sleep(random.uniform(0, 2))
        queue.start()  # empty
    elif victim == "worker":
        worker = random.choice(machines.workers)
        worker.kill()
        worker.start()
    else:
        _kill_children(random.choice(machines.workers))
    return 0.0


def _kill_children(worker: WorkerProcess) -> None:
    """The warm processes, and whatever probes run below them."""
    for process in worker.children():
        try:
            process.kill()
        except psutil.NoSuchProcess:
            continue


def _claims(people: list[Person], slowest: float, rounds: int, killed: Counter[str]) -> list[Claim]:
    began = time.monotonic()
    uploads = [person.server.settled(person.address, 300) for person in people]
    kills.wait_for_jobs(people)
    settled = time.monotonic() - began
    found = list(zip(people, uploads, strict=True))
    answers = sum(kills.answers_lost(person) for person in people)
    files = sum(kills.files_lost(person, there) for person, there in found)
    doubled = sum(kills.twice(person, there) for person, there in found)
    said, sent = sum(p.answers for p in people), sum(len(p.files) for p in people)
    victims = ", ".join(f"{name} {count}" for name, count in sorted(killed.items()))
    return [
        Claim(f"kill -9 in {rounds} rounds ({victims}; Redis comes back empty): lost of {said} "
              "acknowledged answers", "0", str(answers), answers == 0),
        Claim(f"lost, damaged or not measured of {sent} acknowledged files", "0", str(files),
              files == 0),
        Claim("measurements recorded twice, files stored twice", "0", str(doubled), doubled == 0),
        Claim("a web process answers again after a kill", "<= 60 s", f"{slowest:.1f} s",
              slowest <= RECOVERY_SECONDS),
        Claim("all jobs ended after the last kill", "<= 60 s", f"{settled:.1f} s",
              settled <= RECOVERY_SECONDS),
    ]  # fmt: skip
