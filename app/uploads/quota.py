"""How much may come in: told before a byte is sent, and checked again when it counts."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.problems import NotFound, Problem
from app.settings import Settings
from app.storage import Storage
from app.tables import ConsultationRow
from app.uploads.retention import digest_of, is_dead
from app.uploads.rows import UploadRow


def check_room(storage: Storage, settings: Settings, size: int) -> None:
    """Of one file, and of the disk."""
    limit = settings.file_bytes
    if size > limit:
        raise Problem("upload_too_large", 413, limit=limit, bytes=size)
    free = storage.free()
    if free is not None and free < size + settings.spare_bytes:
        raise Problem("storage_full", 507)


def check(session: Session, settings: Settings, consultation_id: str, size: int) -> None:
    """Of all files of the consultation, which is locked by this."""
    found = session.get(ConsultationRow, consultation_id, with_for_update=True)
    if found is None:
        raise is_dead(session, digest_of(consultation_id)) or NotFound()
    sums = select(func.count(), func.coalesce(func.sum(UploadRow.bytes), 0)).where(
        UploadRow.consultation_id == consultation_id, UploadRow.kept
    )
    count, total = session.execute(sums).one()
    limit = settings.consultation_bytes
    if total + size > limit:
        raise Problem("consultation_full", 413, limit=limit, left=max(limit - total, 0))
    if count >= settings.consultation_files:
        raise Problem("too_many_files", 413, limit=settings.consultation_files)
