"""A worker: slots that do jobs, and one thread that tends leases, bells and old files."""

import os
import secrets
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import replace

import structlog
from sqlalchemy import delete
from sqlalchemy.exc import SQLAlchemyError

import knowledge_base
from app.database import Database
from app.jobs import queue
from app.jobs.doorbell import Doorbell
from app.jobs.examination import Examination, Means
from app.jobs.lease import Lease
from app.jobs.queue import Claim, LeaseLost
from app.jobs.rows import ALIVE, WorkerRow
from app.jobs.scratch import Scratch
from app.problems import Problem
from app.settings import Settings
from app.storage import Storage
from app.tables import now
from app.uploads.retention import Retention
from probes import sandbox
from probes.sandbox import SandboxFailed, SandboxReport

log = structlog.get_logger()
WAIT_SECONDS = 2.0
TEND_SECONDS = 2.0
SIGN_SECONDS = 10.0
SWEEP_SECONDS = 30.0


class Worker:
    def __init__(
        self,
        settings: Settings,
        queue_name: str = "cpu",
        slots: int = 1,
        means: Means | None = None,
    ):
        self.id = f"{socket.gethostname()[:30]}-{os.getpid()}-{secrets.token_hex(4)}"
        self.queue_name, self.slots = queue_name, slots
        self.settings = settings
        self.database = Database(settings.database)
        self.storage = Storage(settings.storage)
        self.doorbell = Doorbell(settings.queue, queue_name)
        self.scratch = Scratch(settings.data / "scratch" / self.id, self.database, self.storage)
        self.retention = Retention(self.database, self.storage, settings)
        self.means = means or Means(knowledge_base.load(), self.database)
        self.stopping = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Test the sandbox, then take jobs."""
        report = self._test_sandbox()
        enough = ("floor",) if self.settings.floor_needed else ("floor", "limits")
        self.means = replace(self.means, may_probe=report.level in enough)
        self._sign_in(report)
        targets = [self._warm, self._tend, *[self._serve] * self.slots]
        self._threads = [threading.Thread(target=target, daemon=True) for target in targets]
        for thread in self._threads:
            thread.start()
        log.info("worker_ready", sandbox=report.level, queue=self.queue_name, slots=self.slots)

    def stop(self, seconds: float = 5.0) -> None:
        """Running jobs go back to the queue at no cost to them."""
        self.stopping.set()
        until = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(until - time.monotonic(), 0))
        self.scratch.close()
        with self.database.write() as session:
            session.execute(delete(WorkerRow).where(WorkerRow.id == self.id))
        self.database.close()

    def work(self, claim: Claim) -> None:
        """One job from its claim to its end."""
        log.info("job_started", job=claim.job, work=claim.kind, attempt=claim.attempt)
        outcome = "done"
        with Lease(self.database, claim, self.stopping) as lease, self.scratch.room() as room:
            try:
                Examination(self.means, claim, lease, room).run()
            except LeaseLost:
                outcome = "stopped"
                queue.give_back(self.database, claim, failed=False)
            except (SandboxFailed, Problem) as error:
                outcome = getattr(error, "code", "sandbox_failed")
                queue.give_back(self.database, claim, failed=True, error=outcome)
            except Exception as error:  # a mistake of ours: three times, then the job is dead
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
        while not self.stopping.is_set():
            try:
                claim = queue.claim(self.database, self.queue_name, self.id)
                if claim:
                    self.work(claim)
                else:
                    self.doorbell.wait(WAIT_SECONDS, self.stopping)
            except SQLAlchemyError as error:
                log.warning("database_failed", error=type(error).__name__)
                self.stopping.wait(WAIT_SECONDS)

    def _tend(self) -> None:
        duties = {
            self._ring_again: TEND_SECONDS,
            self._sign: SIGN_SECONDS,
            self._sweep: SWEEP_SECONDS,
        }
        due = dict.fromkeys(duties, 0.0)
        while not self.stopping.is_set():
            for duty, every in duties.items():
                if time.monotonic() >= due[duty]:
                    due[duty] = time.monotonic() + every
                    self._do(duty)
            self.stopping.wait(TEND_SECONDS)

    def _do(self, duty: Callable[[], None]) -> None:
        try:
            duty()
        except (SQLAlchemyError, OSError) as error:
            log.warning("tending_failed", error=type(error).__name__)

    def _sweep(self) -> None:
        self.retention.sweep()
        self.retention.drop_orphans()

    def _ring_again(self) -> None:
        """For jobs whose worker died, and for bells that were lost."""
        waiting = [job for job, name in queue.reap(self.database) if name == self.queue_name]
        if waiting and not self.doorbell.waiting():
            self.doorbell.ring(waiting[0])

    def _sign(self) -> None:
        with self.database.write() as session:
            row = session.get(WorkerRow, self.id)
            if row:
                row.seen = now()
            session.execute(delete(WorkerRow).where(WorkerRow.seen < now() - ALIVE))

    def _test_sandbox(self) -> SandboxReport:
        try:
            return sandbox.selftest("light")
        except SandboxFailed as error:
            log.error("no_sandbox", error=str(error))
            return SandboxReport("none", (), ())

    def _sign_in(self, report: SandboxReport) -> None:
        with self.database.write() as session:
            session.add(
                WorkerRow(
                    id=self.id,
                    queue=self.queue_name,
                    slots=self.slots,
                    sandbox=report.level,
                    broken=list(report.broken),
                )
            )
