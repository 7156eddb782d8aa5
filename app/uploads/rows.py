"""The rows of uploads: the truth about every file, whatever became of its bytes."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.tables import Row, now

RECEIVING, CHECKING, REFUSED, QUEUED = "receiving", "checking", "refused", "queued"
MEASURING, DONE, FAILED, CANCELLED = "measuring", "done", "failed", "cancelled"
READABLE = (QUEUED, MEASURING, DONE, FAILED, CANCELLED)  # passed the pre-flight


class UploadRow(Row):
    """`received` counts the bytes that are safe on disk: what a client may resume from."""

    __tablename__ = "uploads"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    consultation_id: Mapped[str] = mapped_column(ForeignKey("consultations.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(255))
    bytes: Mapped[int] = mapped_column(BigInteger)
    received: Mapped[int] = mapped_column(BigInteger, default=0)
    state: Mapped[str] = mapped_column(String(16), default=RECEIVING)
    wish: Mapped[str | None] = mapped_column(String(32))  # the role that the person names
    device: Mapped[str | None] = mapped_column(String(8))  # cpu or gpu, if they name one
    expected: Mapped[str | None] = mapped_column(String(64))  # the SHA-256 that they promise
    sha256: Mapped[str | None] = mapped_column(String(64))
    kind: Mapped[str | None] = mapped_column(String(32))
    role: Mapped[str | None] = mapped_column(String(32))
    refusal: Mapped[dict[str, Any] | None]
    kept: Mapped[bool] = mapped_column(default=True)  # False once its time is over
    created: Mapped[datetime] = mapped_column(default=now)
    completed: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_uploads_consultation", "consultation_id", "created"),
        Index("ix_uploads_kept", "kept", "created"),
    )


class PartRow(Row):
    """One piece of an upload as it lies in the storage."""

    __tablename__ = "upload_parts"

    id: Mapped[int] = mapped_column(primary_key=True)
    upload_id: Mapped[str] = mapped_column(ForeignKey("uploads.id", ondelete="CASCADE"))
    start: Mapped[int] = mapped_column(BigInteger)
    bytes: Mapped[int] = mapped_column(BigInteger)
    key: Mapped[str] = mapped_column(String(200))

    __table_args__ = (Index("uq_upload_parts_start", "upload_id", "start", unique=True),)


class DoomedRow(Row):
    """A folder of the storage that must go; the row stays until the bytes are gone."""

    __tablename__ = "doomed"

    prefix: Mapped[str] = mapped_column(String(200), primary_key=True)
    created: Mapped[datetime] = mapped_column(default=now)


class TombstoneRow(Row):
    """The hash of an id that was deleted, so that it answers 410 and not 404."""

    __tablename__ = "tombstones"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    created: Mapped[datetime] = mapped_column(default=now)
