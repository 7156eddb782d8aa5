"""Many conversations and jobs at once: how long a turn takes, and what grows meanwhile."""

import random
import statistics
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

import psutil
import requests

from benchmarks.reliable.claim import Claim
from tests.app.cluster.machines import Machines

LOG = b"epoch,loss,val_loss\n1,2.0,2.1\n2,1.0,1.2\n3,0.5,0.9\n"
SAID = (
    "loss is nan after 200 steps",
    "验证集 loss 上升，训练集还在降",
    "accuracy is stuck at 10 percent, lr=0.1",
    "训练集准确率 99%，验证集只有 62%",
    "the loss does not go down at all, batch size 32",
)
PAUSE = (5.0, 15.0)  # seconds between two turns: somebody reads fast and clicks fast
FILES_BEFORE_NEW = 20
SEED = 3


@dataclass
class Measured:
    turns: list[float] = field(default_factory=list)  # seconds
    jobs: list[float] = field(default_factory=list)  # seconds from the upload to its end
    errors: list[str] = field(default_factory=list)
    torn: int = 0  # lines that were closed as idle while the next request was under way
    lock: threading.Lock = field(default_factory=threading.Lock)

    def turn(self, seconds: float) -> None:
        with self.lock:
            self.turns.append(seconds)

    def job(self, seconds: float) -> None:
        with self.lock:
            self.jobs.append(seconds)

    def error(self, what: str) -> None:
        with self.lock:
            self.errors.append(what)

    def tear(self) -> None:
        with self.lock:
            self.torn += 1

    def quantile(self, share: float) -> float:
        return statistics.quantiles(self.turns, n=1000)[int(1000 * share) - 1]


class Person(threading.Thread):
    """Talks, answers what is asked, and now and then begins anew; any web process will do."""

    def __init__(self, number: int, machines: Machines, until: float, found: Measured):
        super().__init__(daemon=True)
        self.random = random.Random(SEED + number)
        self.machines, self.until, self.found = machines, until, found
        self.session = requests.Session()

    def run(self) -> None:
        time.sleep(self.random.uniform(0, PAUSE[1]))
        while time.monotonic() < self.until:
            try:
                self.consult()
            except requests.RequestException as error:
                self.found.error(type(error).__name__)
                time.sleep(1)

    def consult(self) -> None:
        text = self.random.choice(SAID)
        shown = self.turn("POST", "", {"text": text})
        for _ in range(6):
            self.pause()
            if shown is None or time.monotonic() > self.until:
                return
            shown = self.answer(shown)

    def answer(self, shown: dict) -> dict | None:
        question = shown["state"]["question"]
        items = [item for item in (question or {}).get("items", []) if item["kind"] == "binary"]
        if not items:
            return self.turn("POST", f"/{shown['id']}/messages", {"text": "lr=0.01"})
        state = self.random.choice(["present", "absent", "unknown"])
        answers = {item["id"]: {"state": state} for item in items}
        return self.turn("POST", f"/{shown['id']}/answers", {"answers": answers})

    def turn(self, method: str, path: str, body: dict) -> dict | None:
        web = self.random.choice(self.machines.webs)
        began = time.monotonic()
        answer = self.ask(method, f"{web.url}/api/v1/consultations{path}", body)
        self.found.turn(time.monotonic() - began)
        if not answer.ok:
            self.found.error(f"{answer.status_code} {path[-9:]}")
            return None
        return answer.json()

    def ask(self, method: str, address: str, body: dict) -> requests.Response:
        """As a browser does: a kept line that turns out to be closed is no answer; it asks anew."""
        try:
            return self.session.request(method, address, json=body, timeout=30)
        except requests.ConnectionError:
            self.found.tear()
            return self.session.request(method, address, json=body, timeout=30)

    def pause(self) -> None:
        time.sleep(self.random.uniform(*PAUSE))


class Sender(threading.Thread):
    """Has one job going all the time: sends a file, waits until it is measured, sends another."""

    def __init__(self, number: int, machines: Machines, until: float, found: Measured):
        super().__init__(daemon=True)
        self.random = random.Random(SEED - number)
        self.machines, self.until, self.found = machines, until, found

    def run(self) -> None:
        while time.monotonic() < self.until:
            try:
                self.send_some()
            except (requests.RequestException, TimeoutError) as error:
                self.found.error(f"file: {type(error).__name__}")
                time.sleep(1)

    def send_some(self) -> None:
        web = self.random.choice(self.machines.webs)
        consultation = web.open(language="en")
        for number in range(FILES_BEFORE_NEW):
            if time.monotonic() > self.until:
                return
            began = time.monotonic()
            files = {"file": (f"log{number}.csv", LOG)}
            requests.post(f"{consultation}/uploads", files=files, timeout=30).raise_for_status()
            states = {u["state"] for u in web.settled(consultation, 120)}
            self.found.job(time.monotonic() - began)
            if states != {"done"}:
                self.found.error(f"file: {sorted(states)}")


@dataclass(frozen=True)
class Size:
    memory: int  # bytes, unshared
    descriptors: int


def sizes(machines: Machines) -> list[Size]:
    """Of the web processes, whose life is long; children of workers come and go."""
    found = []
    for machine in machines.webs:
        process = psutil.Process(machine.process.pid)
        found.append(Size(process.memory_info().rss, process.num_fds()))
    return found


def measure(machines: Machines, people: int, senders: int, seconds: float) -> list[Claim]:
    """The first fifth warms up: pools and caches fill; growth is counted from there."""
    machines.until_ready()
    found = Measured()
    until = time.monotonic() + seconds
    threads: list[threading.Thread] = [
        *(Person(number, machines, until, found) for number in range(people)),
        *(Sender(number, machines, until, found) for number in range(senders)),
    ]
    for thread in threads:
        thread.start()
    time.sleep(seconds / 5)
    before = sizes(machines)
    time.sleep(max(until - time.monotonic(), 0))
    after = sizes(machines)
    for thread in threads:
        thread.join(150)
    return _claims(found, before, after, people, senders, seconds)


def _claims(
    found: Measured, before: Iterable[Size], after: Iterable[Size], people: int, senders: int,
    seconds: float,
) -> list[Claim]:  # fmt: skip
    pairs = list(zip(before, after, strict=True))
    memory = max(b.memory / a.memory - 1 for a, b in pairs)
    descriptors = max(b.descriptors - a.descriptors for a, b in pairs)
    p50, p99 = found.quantile(0.5), found.quantile(0.99)
    kinds = ", ".join(sorted(set(found.errors))[:5])
    rate = len(found.turns) / seconds
    torn = f" ({found.torn} kept lines were closed, asked anew)" if found.torn else ""
    longest = max(found.jobs, default=0.0)
    return [
        Claim(
            f"{people} conversations and {senders} jobs at once for {seconds:g} s, "
            f"{len(found.turns)} turns ({rate:.1f}/s) and {len(found.jobs)} jobs: errors",
            "0", f"{len(found.errors)} {kinds}".strip() + torn, not found.errors,
        ),
        Claim("p99 of a turn", "<= 250 ms", f"{1000 * p99:.0f} ms (median {1000 * p50:.0f} ms)",
              p99 <= 0.25),
        Claim("memory of a web process grew by", "<= 5 %", f"{100 * memory:.1f} %",
              memory <= 0.05),
        Claim("descriptors of a web process grew by", "<= 10", str(descriptors),
              descriptors <= 10),
        Claim("a job from its upload to its end, median and longest", "published",
              f"{statistics.median(found.jobs or [0]):.1f} s, {longest:.1f} s", True),
    ]  # fmt: skip
