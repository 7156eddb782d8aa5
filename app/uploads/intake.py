"""Takes files in: limits told first, pieces made safe one by one, the whole handed to a job."""

import hashlib
import secrets
from collections.abc import Iterable
from typing import IO, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.database import Database
from app.jobs import events, queue
from app.jobs.doorbell import Doorbell
from app.jobs.rows import ENDED, JobRow
from app.problems import NotFound, Problem
from app.settings import Settings
from app.storage import COPY_BYTES, Storage
from app.tables import ConsultationRow, lock, now
from app.uploads import quota, rows
from app.uploads.digests import Digests, Promise, fed
from app.uploads.names import clean
from app.uploads.retention import Retention, digest_of, is_dead
from app.uploads.roles import possible
from app.uploads.rows import PartRow, UploadRow


class Intake:
    """The uploads of all consultations."""

    def __init__(
        self, database: Database, storage: Storage, settings: Settings, doorbell: Doorbell
    ):
        self.database = database
        self.storage = storage
        self.settings = settings
        self.doorbell = doorbell
        self.retention = Retention(database, storage, settings)
        self._digests = Digests()

    def create(
        self,
        consultation_id: str,
        name: str,
        size: int,
        wish: str | None = None,
        expected: str | None = None,
        device: str | None = None,
    ) -> UploadRow:
        """Room for a file of `size` bytes; refused before a byte is sent where there is none."""
        quota.check_room(self.storage, self.settings, size)
        upload = _new(consultation_id, name, size, wish, expected, device)
        with self.database.write() as session:
            self._add(session, upload)
            job = None if size else _end(session, upload, hashlib.sha256().hexdigest())
        self._ring(job)
        return upload

    def append(
        self,
        consultation_id: str,
        upload_id: str,
        offset: int,
        pieces: Iterable[bytes],
        promise: Promise | None = None,
    ) -> UploadRow:
        """Add the bytes that follow `offset`; they count once they are safe on disk."""
        upload = self.find(consultation_id, upload_id)
        if offset != upload.received or upload.state != rows.RECEIVING:
            raise Problem("wrong_offset", 409, given=offset, expected=upload.received)
        running = self._digests.begin(upload_id, offset)
        key = _key(upload_id, offset)
        try:
            checked = fed(pieces, running, promise.running if promise else None)
            length = self.storage.write(key, checked)
            if promise:
                promise.check()
            is_last = offset + length == upload.bytes
            digest = self._digest(upload, key, running) if is_last else None
            upload, job = self._count(upload, offset, length, key, digest)
        except Problem:
            self._digests.keep(upload_id, offset, self._digests.begin(upload_id, offset))
            raise
        self._digests.keep(upload_id, upload.received, None if is_last else running)
        self._ring(job)
        return upload

    def whole(
        self,
        consultation_id: str,
        name: str,
        stream: IO[bytes],
        wish: str | None = None,
        device: str | None = None,
    ) -> UploadRow:
        """A small file in one request: it is there with all its bytes, or not at all."""
        size = stream.seek(0, 2)
        stream.seek(0)
        if not size:
            return self.create(consultation_id, name, size, wish, device=device)
        quota.check_room(self.storage, self.settings, size)
        with self.database.write() as session:
            quota.check(session, self.settings, consultation_id, size)
        upload, running = _new(consultation_id, name, size, wish, None, device), hashlib.sha256()
        key = _key(upload.id, 0)
        self.storage.write(key, fed(iter(lambda: stream.read(COPY_BYTES), b""), running))
        try:
            with self.database.write() as session:
                self._add(session, upload)
                session.add(PartRow(upload_id=upload.id, start=0, bytes=size, key=key))
                upload.received = size
                job = _end(session, upload, running.hexdigest())
        except BaseException:
            self.storage.delete(upload.id)
            raise
        self._ring(job)
        return upload

    def find(self, consultation_id: str, upload_id: str) -> UploadRow:
        with self.database.read() as session:
            return _get(session, consultation_id, upload_id)

    def cancel(self, consultation_id: str, upload_id: str) -> None:
        """Stop measuring; the file stays until it is deleted."""
        with self.database.write() as session:
            lock(session, consultation_id)
            _get(session, consultation_id, upload_id)
            for job in _open_jobs(session, consultation_id):
                queue.cancel(session, job)

    def correct(self, consultation_id: str, upload_id: str, role: str) -> None:
        """The person says which set a batch is from; whatever had that role takes this one's."""
        with self.database.write() as session:
            lock(session, consultation_id)
            upload = _get(session, consultation_id, upload_id, alone=True)
            if role not in possible(upload.kind):
                raise Problem("role_does_not_fit", 409, given=role, name=upload.name)
            for job in _open_jobs(session, consultation_id):
                queue.cancel(session, job)
            self.retention.forget_measured(session, upload)
            for other in _in_role(session, consultation_id, role):
                other.role = other.wish = upload.role
            upload.role = upload.wish = role
            events.tell(session, consultation_id, "upload", upload=upload.id, role=role)
            job = queue.add(session, consultation_id, "examine")
        self.doorbell.ring(job.id)

    def delete(self, consultation_id: str, upload_id: str) -> None:
        """The bytes and everything measured with them; the other files are measured anew."""
        with self.database.write() as session:
            lock(session, consultation_id)
            upload = _get(session, consultation_id, upload_id, alone=True)
            for job in _open_jobs(session, consultation_id):
                queue.cancel(session, job)
            others = self.retention.doom_upload(session, upload)
            events.tell(session, consultation_id, "upload", upload=upload_id, state="deleted")
            job = queue.add(session, consultation_id, "examine") if others else None
        self._digests.forget(upload_id)
        self.retention.bury()
        self._ring(job)

    def _add(self, session: Session, upload: UploadRow) -> None:
        quota.check(session, self.settings, upload.consultation_id, upload.bytes)
        session.add(upload)
        session.get_one(ConsultationRow, upload.consultation_id).changed = now()
        session.flush()
        events.tell(session, upload.consultation_id, "upload", upload=upload.id, state=upload.state)

    def _count(
        self, upload: UploadRow, offset: int, length: int, key: str, digest: str | None
    ) -> tuple[UploadRow, JobRow | None]:
        """Two senders of the same piece: the second one is told where to go on.

        The last piece counts together with the end: whoever is told that all bytes are there can
        be sure of the job, whenever the server is killed.
        """
        with self.database.write() as session:
            lock(session, upload.consultation_id)
            row = _get(session, upload.consultation_id, upload.id, alone=True)
            if row.received != offset or row.state != rows.RECEIVING:
                raise Problem("wrong_offset", 409, given=offset, expected=row.received)
            if offset + length > row.bytes:
                raise Problem("too_many_bytes", 413, limit=row.bytes)
            if length:
                session.add(PartRow(upload_id=row.id, start=offset, bytes=length, key=key))
            row.received = offset + length
            return row, _end(session, row, digest) if digest else None

    def _digest(self, upload: UploadRow, last: str, running: Any | None) -> str:
        """Where earlier bytes came to a server that is no more, all are read once."""
        if running is None:
            running = hashlib.sha256()
            with self.database.read() as session:
                keys = part_keys(session, upload.id)
            for key in [*keys, last]:
                for piece in self.storage.read(key):
                    running.update(piece)
        return running.hexdigest()

    def _ring(self, job: JobRow | None) -> None:
        if job:
            self.doorbell.ring(job.id)


def _new(
    consultation_id: str,
    name: str,
    size: int,
    wish: str | None,
    expected: str | None,
    device: str | None,
) -> UploadRow:
    return UploadRow(
        id=secrets.token_urlsafe(18),
        consultation_id=consultation_id,
        name=clean(name),
        bytes=size,
        received=0,
        state=rows.RECEIVING,
        wish=wish,
        device=device,
        expected=expected,
        kept=True,
    )


def _key(upload_id: str, offset: int) -> str:
    return f"{upload_id}/{offset:016x}-{secrets.token_hex(4)}"


def _end(session: Session, row: UploadRow, digest: str) -> JobRow | None:
    """All bytes are there: measure them, unless they are not those that were promised."""
    row.sha256, row.completed, job = digest, now(), None
    if row.expected and row.expected != digest:
        row.state, row.refusal = rows.REFUSED, {"code": "sha256_differs", "numbers": {}}
    else:
        row.state = rows.CHECKING
        job = queue.add(session, row.consultation_id, "examine")
    events.tell(session, row.consultation_id, "upload", upload=row.id, state=row.state)
    return job


def part_keys(session: Session, upload_id: str) -> list[str]:
    """Where the pieces lie, in their order."""
    parts = select(PartRow.key).where(PartRow.upload_id == upload_id).order_by(PartRow.start)
    return list(session.scalars(parts))


def _get(session: Session, consultation_id: str, upload_id: str, alone: bool = False) -> UploadRow:
    row = session.get(UploadRow, upload_id, with_for_update=alone)
    if row is None or row.consultation_id != consultation_id:
        gone = is_dead(session, digest_of(f"{consultation_id}/{upload_id}"))
        raise gone or is_dead(session, digest_of(consultation_id)) or NotFound()
    return row


def _in_role(session: Session, consultation_id: str, role: str) -> list[UploadRow]:
    named = select(UploadRow).where(
        UploadRow.consultation_id == consultation_id, UploadRow.role == role
    )
    return list(session.scalars(named.with_for_update()))


def _open_jobs(session: Session, consultation_id: str) -> list[JobRow]:
    jobs = select(JobRow).where(
        JobRow.consultation_id == consultation_id,
        JobRow.kind == "examine",
        JobRow.state.not_in(ENDED),
    )
    return list(session.scalars(jobs.with_for_update()))
