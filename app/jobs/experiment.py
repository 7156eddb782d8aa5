"""The job `experiment`: training steps on a copy of the model, its verdict recorded once."""

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app import evidence_json
from app.consultation import EXPERIMENTED, Consultation, Entry
from app.jobs import events, measured, queue
from app.jobs.examination import Means, limits_of
from app.jobs.files import uploads_of
from app.jobs.lease import Lease, news
from app.jobs.progress import EVERY_SECONDS
from app.jobs.queue import Claim, LeaseLost
from app.jobs.rows import DONE, FAILED
from app.jobs.scratch import Room
from app.jobs.tried import found
from app.present.experiments import knows
from app.store import append_entry, consultation_of
from app.uploads import rows
from app.uploads.roles import in_use
from probes import sandbox
from probes.sandbox import Experimented, SandboxFailed

WHOLE = 100  # progress is told in per cent


class Experiment:
    def __init__(self, means: Means, claim: Claim, lease: Lease, room: Room):
        self.means, self.claim, self.lease, self.room = means, claim, lease, room
        self.database = means.database
        self._last = 0.0

    def run(self) -> None:
        """LeaseLost when it was cancelled, SandboxFailed or Problem when to try again."""
        paths, files = self.lease.insist(self._files)
        done = self._conduct(paths)
        if done.outcome == "cancelled":
            raise LeaseLost
        if done.outcome in ("lost", "killed"):
            raise SandboxFailed("the warm process died")
        self.lease.insist(lambda: self._record(done, files))

    def _files(self) -> tuple[dict[str, Path], dict[str, str]]:
        """Here, and their ids, by role."""
        found = in_use(uploads_of(self.database, self.claim.consultation, rows.READABLE))
        files = {role: upload.id for role, upload in found.items()}
        return {role: self.room.fetch(upload) for role, upload in files.items()}, files

    def _conduct(self, paths: Mapping[str, Path]) -> Experimented:
        data = self.claim.data
        if not self.means.may_probe:
            return Experimented("refused", refusal=sandbox.Refused("probes_switched_off", {}))
        return sandbox.experiment(
            paths,
            data["experiment"],
            {**data["settings"], "fix": data.get("fix"), "budget": data["budget"]},
            limits_of(self.means, self.claim),
            on_progress=self._progress,
            cancel=self.lease.over,
            device=self.means.device,
        )

    def _progress(self, share: float) -> None:
        """At most a few writes a second; none without the lease."""
        if time.monotonic() - self._last < EVERY_SECONDS:
            return
        self._last = time.monotonic()
        with news(), self.database.write() as session:
            row = queue.held(session, self.claim)
            row.progress = {"done": round(WHOLE * share), "total": WHOLE}
            events.tell(
                session, self.claim.consultation, "progress", job=self.claim.job, **row.progress,
                reports=[],
            )  # fmt: skip

    def _record(self, done: Experimented, files: Mapping[str, str]) -> None:
        """Result, evidence and the end of the job: in one transaction."""
        with self.database.write() as session:
            job = queue.held(session, self.claim)
            job.data = {**job.data, "files": dict(files)}
            if done.told is None:
                code = done.refusal.code if done.refusal else done.outcome
                numbers = done.refusal.numbers if done.refusal else {}
                job.data = {**job.data, "refusal": measured.short(numbers)}
                queue.end(session, job, FAILED, code[:64])
                return
            if not knows(self.means.kb, self.claim.data["experiment"], done.told["verdict"]):
                queue.end(session, job, FAILED, "crashed")
                return
            reports = done.told["reports"]
            job.reports = [report.as_json() for report in reports]
            result = {name: told for name, told in done.told.items() if name != "reports"}
            job.data = {**job.data, "result": result}
            job.progress = {"done": WHOLE, "total": WHOLE}
            consultation = consultation_of(session, self.claim.consultation)
            append_entry(
                session, self.claim.consultation, self._entry(consultation, done.told, files)
            )
            queue.end(session, job, DONE)
            events.tell(session, self.claim.consultation, "consultation", reason="experiment")

    def _entry(
        self, consultation: Consultation, told: Mapping[str, Any], files: Mapping[str, str]
    ) -> Entry:
        data = self.claim.data
        items, record = found(
            self.means.kb, consultation.case, data["experiment"], data.get("fix"), told
        )
        evidence = [evidence_json.dump(item) for item in items]
        experiment = {**record, "job": self.claim.job}
        return Entry(
            EXPERIMENTED, {"evidence": evidence, "experiment": experiment, "files": dict(files)}
        )
