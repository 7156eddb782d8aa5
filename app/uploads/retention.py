"""What was deleted, and what is old, leaves the disk; a kill in between only delays it."""

import hashlib
from contextlib import suppress
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from app.database import Database
from app.problems import Gone, Problem
from app.settings import Settings
from app.storage import Storage
from app.tables import ConsultationRow, EntryRow, ReplayRow, now
from app.uploads.rows import DoomedRow, TombstoneRow, UploadRow

log = structlog.get_logger()
REMEMBERED = timedelta(days=30)  # how long a deleted id answers 410 before it is forgotten
ORPHAN_AGE = timedelta(hours=1)
AT_ONCE = 200  # rows of one sweep: a transaction is short


def digest_of(secret_id: str) -> str:
    return hashlib.sha256(secret_id.encode()).hexdigest()


def is_dead(session: Session, digest: str) -> Gone | None:
    return Gone() if session.get(TombstoneRow, digest) else None


class Retention:
    def __init__(self, database: Database, storage: Storage, settings: Settings):
        self.database = database
        self.storage = storage
        self.settings = settings

    def doom_upload(self, session: Session, upload: UploadRow) -> bool:
        """Rows now, bytes at the next burial; True if other files remain to be measured."""
        key = f"{upload.consultation_id}/{upload.id}"
        session.merge(DoomedRow(prefix=upload.id))
        session.merge(TombstoneRow(digest=digest_of(key)))
        self.forget_measured(session, upload)
        session.delete(upload)
        session.flush()
        others = select(UploadRow.id).where(
            UploadRow.consultation_id == upload.consultation_id,
            UploadRow.kept,
            UploadRow.role.is_not(None),
        )
        return session.scalars(others).first() is not None

    def forget_measured(self, session: Session, upload: UploadRow) -> None:
        """Take back what was measured or tried with this file, alone or with others."""
        measured = select(EntryRow).where(
            EntryRow.consultation_id == upload.consultation_id,
            EntryRow.kind.in_(("measured", "experimented")),
        )
        for entry in session.scalars(measured):
            if upload.id in entry.data.get("files", {}).values():
                session.delete(entry)

    def doom_consultation(self, session: Session, consultation_id: str) -> None:
        """Call it in the transaction that deletes the consultation."""
        uploads = select(UploadRow.id).where(UploadRow.consultation_id == consultation_id)
        for upload in session.scalars(uploads):
            session.merge(DoomedRow(prefix=upload))
            session.merge(TombstoneRow(digest=digest_of(f"{consultation_id}/{upload}")))
        session.merge(TombstoneRow(digest=digest_of(consultation_id)))
        replayed = delete(ReplayRow).where(ReplayRow.answer["id"].as_string() == consultation_id)
        session.execute(replayed)

    def bury(self) -> int:
        """Delete the bytes of all that is doomed; what fails is tried again at the next sweep."""
        with self.database.read() as session:
            doomed = list(session.scalars(select(DoomedRow.prefix)))
        buried = []
        for prefix in doomed:
            try:
                self.storage.delete(prefix)
                buried.append(prefix)
            except OSError as error:
                log.warning("burial_failed", error=type(error).__name__)
            except Problem:  # the whole storage is away
                break
        if buried:
            with self.database.write() as session:
                session.execute(delete(DoomedRow).where(DoomedRow.prefix.in_(buried)))
        return len(buried)

    def sweep(self, moment: datetime | None = None) -> None:
        """Everything that is over at `moment`; call it now and then."""
        moment = moment or now()
        self._expire_uploads(moment - timedelta(hours=self.settings.retention_hours))
        self._expire_consultations(moment - timedelta(days=self.settings.consultation_days))
        with self.database.write() as session:
            session.execute(delete(TombstoneRow).where(TombstoneRow.created < moment - REMEMBERED))
        self.bury()

    def _expire_uploads(self, before: datetime) -> None:
        """The bytes go; what was measured stays with the consultation."""
        old = select(UploadRow).where(UploadRow.kept, UploadRow.created < before)
        with self.database.write() as session:
            for upload in session.scalars(_some(old)):
                session.merge(DoomedRow(prefix=upload.id))
                upload.kept = False
                if upload.completed is None:
                    key = f"{upload.consultation_id}/{upload.id}"
                    session.merge(TombstoneRow(digest=digest_of(key)))
                    session.delete(upload)

    def _expire_consultations(self, before: datetime) -> None:
        old = select(ConsultationRow).where(ConsultationRow.changed < before)
        with self.database.write() as session:
            for row in session.scalars(_some(old)):
                self.doom_consultation(session, row.id)
                session.delete(row)

    def drop_orphans(self, older_than: timedelta = ORPHAN_AGE) -> int:
        """Folders of the storage that no row knows, as a crash between two steps may leave."""
        with self.database.read() as session:
            known = set(session.scalars(select(UploadRow.id)))
        dropped = 0
        for prefix in set(self.storage.prefixes()) - known:
            with suppress(OSError):
                if self.storage.age(prefix) > older_than:
                    self.storage.delete(prefix)
                    dropped += 1
        return dropped


def _some(old: Select) -> Select:
    """A few, and none that another sweeper or a person has in hand."""
    return old.limit(AT_ONCE).with_for_update(skip_locked=True)
