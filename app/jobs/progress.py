"""Tells how far a job is: at most a few writes a second, and none without the lease."""

import threading
import time
from typing import Any

from app.consultation import Consultation
from app.database import Database
from app.jobs import events, queue
from app.jobs.kept import Kept
from app.jobs.lease import news
from app.jobs.queue import Claim
from probes.runner import Report
from probes.sandbox import hearsay

EVERY_SECONDS = 0.4
READ_AGAIN_SECONDS = 2.0  # a question that changes oftener cannot be read


class Progress:
    """Takes the sandbox's events; raises LeaseLost, which ends the probes, when the job is over."""

    def __init__(self, database: Database, claim: Claim, kept: Kept):
        self.database, self.claim, self.kept = database, claim, kept
        self.total = 0
        self.fresh: list[dict[str, Any]] = []
        self.pictures: dict[str, Any] = dict(kept.pictures)
        self.offers: list[dict[str, Any]] | None = None
        self._told, self._begun = 0, False
        self._last = 0.0
        self._changed = time.monotonic()
        self._telling = threading.Lock()

    @property
    def reports(self) -> list[dict[str, Any]]:
        """What was kept comes first."""
        return [*self.kept.reports, *self.fresh]

    def news_for(self, consultation: Consultation) -> list[Report]:
        """What was kept is recorded already, unless a deleted file took the record with it."""
        recorded = {entry.data.get("job") for entry in consultation.entries}
        rows = self.fresh if self.kept.job in recorded else self.reports
        return [Report(**row) for row in rows]

    def hear(self, event: dict[str, Any]) -> None:
        if event["event"] == "plan":
            findings = event.get("findings")
            self.total = len(findings) if isinstance(findings, list) else 0
            self.total += len(self.kept.reports)
        elif event["event"] == "report":
            self.fresh.append(hearsay.report(event).as_json())
        elif event["event"] == "pictures" and isinstance(event.get("pictures"), dict):
            drawn = event["pictures"].items()
            self.pictures |= {name: numbers for name, numbers in drawn if isinstance(numbers, dict)}
        elif event["event"] == "offers":
            self.offers = hearsay.offers(event.get("offers"))
        if time.monotonic() - self._last > EVERY_SECONDS:
            self.tell()

    def tell(self) -> None:
        """What is new, if anything is; the thread of the lease calls it too."""
        with self._telling, news():
            self._last, count = time.monotonic(), len(self.fresh)
            if count > self._told or not self._begun:
                self._write(self.fresh[self._told : count])
            self._told, self._begun = count, True

    def _write(self, news: list[dict[str, Any]]) -> None:
        with self.database.write() as session:
            row = queue.held(session, self.claim)
            row.reports = self.reports
            row.progress = {"done": len(row.reports), "total": max(self.total, len(row.reports))}
            events.tell(
                session,
                self.claim.consultation,
                "progress",
                job=self.claim.job,
                **row.progress,
                reports=[{"finding": r.get("finding"), "state": r.get("state")} for r in news],
            )
            if time.monotonic() - self._changed > READ_AGAIN_SECONDS:
                self._changed = time.monotonic()
                events.tell(session, self.claim.consultation, "consultation", reason="measuring")
