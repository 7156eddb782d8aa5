"""The job `examine`: look at what came in, measure what is there, record what was found, once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.database import Database
from app.jobs import events, measured, queue, routing
from app.jobs.files import uploads_of
from app.jobs.kept import Kept, still_true
from app.jobs.lease import Lease
from app.jobs.progress import Progress
from app.jobs.queue import Claim, LeaseLost
from app.jobs.routing import Moved
from app.jobs.rows import DONE
from app.jobs.scratch import Room
from app.store import append_entry, consultation_of
from app.tables import now
from app.uploads import rows
from app.uploads.roles import in_use, role_of
from app.uploads.rows import UploadRow
from knowledge_base import KnowledgeBase
from probes import catalog, preflight, sandbox
from probes.edition import edition
from probes.preflight import Preflight
from probes.runner import plan
from probes.sandbox import Limits


@dataclass(frozen=True)
class Means:
    """What every job of a worker uses."""

    kb: KnowledgeBase
    database: Database
    may_probe: bool = True
    device: str = "cpu"
    limits: Limits = Limits()
    catalog: ModuleType = catalog


def limits_of(means: Means, claim: Claim) -> Limits:
    """No longer than the job has left."""
    if claim.deadline is None:
        return means.limits
    left = (claim.deadline - now()).total_seconds()
    return replace(means.limits, wall_seconds=max(min(means.limits.wall_seconds, left), 1.0))


class Examination:
    def __init__(self, means: Means, claim: Claim, lease: Lease, room: Room):
        self.means, self.claim, self.lease, self.room = means, claim, lease, room
        self.database = means.database

    def run(self) -> None:
        """LeaseLost when it was cancelled, SandboxFailed or Problem when to try again."""
        insist = self.lease.insist
        for upload in insist(lambda: self._uploads(rows.CHECKING)):
            self._check(upload)
        files = in_use(insist(lambda: self._uploads(*rows.READABLE)))
        if "model" in files:
            insist(lambda: self._hand_over(files))
        paths = {role: self._fetch(upload) for role, upload in files.items()}
        progress = Progress(self.database, self.claim, insist(lambda: self._begin(files)))
        self.lease.tell = progress.tell
        whole = self._measure(paths, progress)
        insist(lambda: self._record(files, progress, whole))

    def _uploads(self, *states: str) -> list[UploadRow]:
        return uploads_of(self.database, self.claim.consultation, states)

    def _fetch(self, upload: UploadRow) -> Path:
        return self.lease.insist(lambda: self.room.fetch(upload.id))

    def _check(self, upload: UploadRow) -> None:
        """Out of the quarantine, or refused with the reason."""
        look = self._look(upload)
        if self.lease.over.is_set():
            raise LeaseLost
        self.lease.insist(lambda: self._judge(upload, look))

    def _judge(self, upload: UploadRow, look: Preflight) -> None:
        with self.database.write() as session:
            queue.held(session, self.claim)
            row = session.get(UploadRow, upload.id)
            if row is None or row.state != rows.CHECKING:
                return
            self._decide(session, row, look)
            events.tell(
                session, row.consultation_id, "upload", upload=row.id, state=row.state,
                role=row.role,
            )  # fmt: skip

    def _look(self, upload: UploadRow) -> Preflight:
        if not self.means.may_probe:
            refusal = preflight.Refusal("probes_switched_off")
            return Preflight(None, None, upload.bytes, None, refusal)
        if not upload.bytes:
            return Preflight(None, None, 0, None, preflight.Refusal("empty_file"))
        return preflight.check(self._fetch(upload), cancel=self.lease.over)

    def _decide(self, session: Session, row: UploadRow, look: Preflight) -> None:
        if look.refusal or look.kind is None:
            told = look.refusal or preflight.Refusal("unrecognised_file", bytes=row.bytes)
            row.state = rows.REFUSED
            row.refusal = {"code": told.code, "numbers": measured.short(told.numbers)}
            return
        others = session.scalars(
            select(UploadRow).where(
                UploadRow.consultation_id == row.consultation_id,
                UploadRow.id != row.id,
                UploadRow.role.is_not(None),
            )
        ).all()
        row.state, row.kind = rows.QUEUED, look.kind
        row.role = role_of(look.kind, row.name, row.wish, others)

    def _hand_over(self, files: Mapping[str, UploadRow]) -> None:
        """What the files are is known now, and so who can measure them best. May raise Moved."""
        wishes = {upload.device for upload in files.values()} - {None}
        with self.database.write() as session:
            job = queue.held(session, self.claim)
            job.wish = "gpu" if "gpu" in wishes else next(iter(wishes), None)
            routing.hand_over(session, job, files)
        if job.state == rows.QUEUED:
            raise Moved(job.queue)

    def _begin(self, files: Mapping[str, UploadRow]) -> Kept:
        """Say what is measured; what an earlier job measured in the same files is kept."""
        ids = {role: upload.id for role, upload in files.items()}
        with self.database.write() as session:
            job = queue.held(session, self.claim)
            kept = still_true(session, self.claim.consultation, ids)
            self._mark(session, files)
            job.data = {**job.data, "files": ids, "kept": len(kept.reports)}
            job.reports = kept.reports
        return kept

    def _mark(self, session: Session, files: Mapping[str, UploadRow]) -> None:
        for upload in files.values():
            session.get_one(UploadRow, upload.id).state = rows.MEASURING
            events.tell(
                session, self.claim.consultation, "upload", upload=upload.id,
                state=rows.MEASURING, role=upload.role,
            )  # fmt: skip

    def _measure(self, paths: Mapping[str, Path], progress: Progress) -> bool:
        """Every probe reports, whatever one of them does; True if all files could be read."""
        kept = {report["finding"] for report in progress.kept.reports}
        only = [name for name in plan(None, self.means.catalog) if name not in kept]
        if not paths or not only:
            return True
        done = sandbox.examine(
            paths,
            limits_of(self.means, self.claim),
            on_event=progress.hear,
            cancel=self.lease.over,
            device=self.means.device,
            only=only,
            catalog=self.means.catalog,
            drawn=progress.kept.pictures,
        )
        if done.outcome == "cancelled":
            raise LeaseLost
        progress.fresh = [report.as_json() for report in done.reports]
        return not any(file.refusal for file in done.files)

    def _record(
        self, files: Mapping[str, UploadRow], progress: Progress, whole: bool = True
    ) -> None:
        """Evidence, the states of the files and the end of the job: in one transaction."""
        with self.database.write() as session:
            job = queue.held(session, self.claim)
            job.reports, done = progress.reports, len(progress.reports)
            job.progress = {"done": done, "total": done}
            job.data = {
                **job.data,
                "pictures": progress.pictures,
                "offers": progress.offers,
                "edition": edition() if whole else None,
            }
            if files:
                named = {role: (upload.id, upload.name) for role, upload in files.items()}
                consultation = consultation_of(session, self.claim.consultation)
                news = progress.news_for(consultation)
                said = measured.entry(self.means.kb, consultation, news, named, job.id)
                append_entry(session, self.claim.consultation, said)
            queue.end(session, job, DONE)
            events.tell(session, self.claim.consultation, "consultation", reason="measured")
