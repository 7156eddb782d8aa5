"""Tells how far a job is: at most a few writes a second, and none without the lease."""

import time
from typing import Any

from app.database import Database
from app.jobs import events, queue
from app.jobs.queue import Claim

EVERY_SECONDS = 0.4


class Progress:
    """Takes the sandbox's events; raises LeaseLost, which ends the probes, when the job is over."""

    def __init__(self, database: Database, claim: Claim):
        self.database, self.claim = database, claim
        self.total = 0
        self.reports: list[dict[str, Any]] = []
        self.pictures: dict[str, Any] = {}
        self._told = 0
        self._last = 0.0

    def hear(self, event: dict[str, Any]) -> None:
        if event["event"] == "plan":
            findings = event.get("findings")
            self.total = len(findings) if isinstance(findings, list) else 0
        elif event["event"] == "report":
            self.reports.append({k: v for k, v in event.items() if k != "event"})
        elif event["event"] == "pictures" and isinstance(event.get("pictures"), dict):
            self.pictures = event["pictures"]
        if time.monotonic() - self._last > EVERY_SECONDS:
            self.tell()

    def tell(self) -> None:
        self._last = time.monotonic()
        news = self.reports[self._told :]
        if not news and self._told:
            return
        with self.database.write() as session:
            row = queue.held(session, self.claim)
            row.reports = list(self.reports)
            row.progress = {"done": len(self.reports), "total": max(self.total, len(self.reports))}
            events.tell(
                session,
                self.claim.consultation,
                "progress",
                job=self.claim.job,
                **row.progress,
                reports=[{"finding": r.get("finding"), "state": r.get("state")} for r in news],
            )
        self._told = len(self.reports)
