"""A worker: slots that do jobs, and one thread that tends leases, bells and old files."""

import threading
import time
from dataclasses import replace

import structlog
from sqlalchemy.exc import SQLAlchemyError

import knowledge_base
from app.database import AWAY, Database
from app.jobs import queue, signs
from app.jobs.doorbell import Doorbell
from app.jobs.examination import Examination, Means
from app.jobs.experiment import Experiment
from app.jobs.lease import Lease
from app.jobs.queue import Claim, LeaseLost
from app.jobs.routing import Moved
from app.jobs.scratch import Scratch
from app.jobs.tending import Tending
from app.problems import Problem
from app.settings import Settings
from app.storage import Storage
from probes import sandbox
from probes.sandbox import SandboxFailed, SandboxReport

log = structlog.get_logger()
TESTS = 3
WAIT_SECONDS = 2.0
WORK: dict[str, type[Examination] | type[Experiment]] = {
    "examine": Examination,
    "experiment": Experiment,
}
AWAY_SECONDS = 5.0  # until a job is tried again after the database or the store was away


class Worker:
    """`gpu` names a graphics card that takes one job at a time, whoever else works with it."""

    def __init__(
        self,
        settings: Settings,
        queue_name: str = "cpu",
        slots: int = 1,
        means: Means | None = None,
        gpu: str | None = None,
    ):
        self.id = signs.new_name()
        self.queue_name, self.slots, self.gpu = queue_name, slots, gpu
        self.settings = settings
        self.database = Database(settings.database)
        self.storage = Storage(settings.storage)
        self.doorbell = Doorbell(settings, queue_name)
        self.scratch = Scratch(settings.data / "scratch" / self.id, self.database, self.storage)
        self.means = means or Means(knowledge_base.load(), self.database)
        self.draining = threading.Event()
        self.stopping = threading.Event()
        self._serving: list[threading.Thread] = []
        self._others: list[threading.Thread] = []

    def start(self) -> None:
        """Test the sandbox, then take jobs."""
        report = self._test_sandbox()
        enough = ("floor",) if self.settings.floor_needed else ("floor", "limits")
        self.means = replace(self.means, may_probe=report.level in enough)

        def sign() -> None:
            signs.sign(self.database, self.id, self.queue_name, self.slots, report, self.gpu)

        sign()
        tending = Tending(self.database, self.storage, self.settings, self.doorbell, sign)
        targets = [self._warm, lambda: tending.run(self.stopping)]
        self._others = [threading.Thread(target=target, daemon=True) for target in targets]
        self._serving = [
            threading.Thread(target=self._serve, daemon=True) for _ in range(self.slots)
        ]
        for thread in self._others + self._serving:
            thread.start()
        log.info("worker_ready", sandbox=report.level, queue=self.queue_name, slots=self.slots)

    def drain(self, seconds: float) -> None:
        """Take no more jobs, and let those that run come to their end, for so long at most."""
        self.draining.set()
        until = time.monotonic() + seconds
        while time.monotonic() < until and any(thread.is_alive() for thread in self._serving):
            if self.stopping.wait(0.1):
                return

    def stop(self, seconds: float = 5.0) -> None:
        """Running jobs go back to the queue at no cost to them."""
        self.draining.set()
        self.stopping.set()
        until = time.monotonic() + seconds
        for thread in self._serving + self._others:
            thread.join(max(until - time.monotonic(), 0))
        self.scratch.close()
        try:
            signs.sign_off(self.database, self.id)
        except SQLAlchemyError as error:  # its row is forgotten in half a minute
            log.warning("database_failed", error=type(error).__name__)
        self.database.close()

    def work(self, claim: Claim) -> None:
        """One job from its claim to its end."""
        log.info("job_started", job=claim.job, work=claim.kind, attempt=claim.attempt)
        outcome = "done"
        with Lease(self.database, claim, self.stopping) as lease, self.scratch.room() as room:
            try:
                WORK[claim.kind](self.means, claim, lease, room).run()
            except Moved as moved:
                outcome = "moved"
                self.doorbell.ring(claim.job, moved.queue)
            except LeaseLost:
                outcome = "stopped"
                queue.give_back(self.database, claim, failed=False)
            except (SandboxFailed, Problem) as error:
                outcome = getattr(error, "code", "sandbox_failed")
                away = outcome == "unavailable"  # the store: no fault of the job
                queue.give_back(self.database, claim, not away, outcome, AWAY_SECONDS * away)
            except AWAY as error:
                outcome = type(error).__name__
                queue.give_back(self.database, claim, failed=False, rest=AWAY_SECONDS)
            except Exception as error:  # a mistake of ours: a few times, then the job is dead
                outcome = type(error).__name__
                log.error("job_crashed", job=claim.job, exc_info=error)
                queue.give_back(self.database, claim, failed=True, error="internal")
        log.info("job_ended", job=claim.job, outcome=outcome)

    def _warm(self) -> None:
        """Importing torch takes seconds: better before the first job than during it."""
        try:
            sandbox.start("cuda" if self.means.device.startswith("cuda") else "torch")
        except SandboxFailed as error:
            log.error("no_sandbox", error=str(error))

    def _serve(self) -> None:
        while not self.draining.is_set():
            try:
                claim = queue.claim(self.database, self.queue_name, self.id, self.gpu)
                if claim:
                    self.work(claim)
                else:
                    self.doorbell.wait(WAIT_SECONDS, self.draining)
            except SQLAlchemyError as error:
                log.warning("database_failed", error=type(error).__name__)
                self.draining.wait(WAIT_SECONDS)

    def _test_sandbox(self) -> SandboxReport:
        """More than once: a busy machine or a killed child tells nothing about the sandbox."""
        report = SandboxReport("none", (), ())
        for _ in range(TESTS):
            try:
                report = sandbox.selftest("light")
            except SandboxFailed as error:
                log.error("no_sandbox", error=str(error))
            if report.level == "floor":
                break
        return report
