"""The rows we keep."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, Index, MetaData, String, TypeDecorator, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Instant(TypeDecorator[datetime]):
    """A moment in UTC; SQLite forgets the zone, so it is given back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value, _dialect):
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value, _dialect):
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def now() -> datetime:
    return datetime.now(UTC)


class Row(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {datetime: Instant, dict[str, Any]: JSON, list[Any]: JSON}


class ConsultationRow(Row):
    """One conversation; `entries` are its truth, everything else is computed from them."""

    __tablename__ = "consultations"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    language: Mapped[str] = mapped_column(String(2))
    created: Mapped[datetime] = mapped_column(default=now)
    changed: Mapped[datetime] = mapped_column(default=now)
    entries: Mapped[list["EntryRow"]] = relationship(
        order_by="EntryRow.place", cascade="all, delete-orphan", passive_deletes=True
    )

    __table_args__ = (Index("ix_consultations_changed", "changed"),)


def lock(session: Session, consultation_id: str, or_skip: bool = False) -> bool:
    """Before anything below the consultation is locked: one order for all, so nobody waits in a
    circle. False where it is gone, or held by another and may be skipped."""
    row = select(ConsultationRow.id).where(ConsultationRow.id == consultation_id)
    return session.scalar(row.with_for_update(skip_locked=or_skip)) is not None


class EntryRow(Row):
    """One thing that was said or done; what it changed in the case is in `data`."""

    __tablename__ = "entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[str] = mapped_column(ForeignKey("consultations.id", ondelete="CASCADE"))
    place: Mapped[int]
    kind: Mapped[str] = mapped_column(String(32))
    data: Mapped[dict[str, Any]]
    undone: Mapped[bool] = mapped_column(default=False)
    created: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (Index("uq_entries_place", "consultation_id", "place", unique=True),)


class ReplayRow(Row):
    """The answer given to an Idempotency-Key, given again when the key comes again."""

    __tablename__ = "replays"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    request: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    answer: Mapped[dict[str, Any]]
    created: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (Index("ix_replays_created", "created"),)
