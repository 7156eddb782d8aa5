"""What happens in a consultation, in order, for those who watch it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.database import Database
from app.jobs.rows import EventRow
from app.problems import NotFound
from app.tables import lock

AT_ONCE = 200


@dataclass(frozen=True)
class Event:
    number: int
    kind: str
    data: dict[str, Any]


def tell(session: Session, consultation_id: str, kind: str, **data: Any) -> None:
    """Numbered under the lock of the consultation, so that numbers appear in their order."""
    if not lock(session, consultation_id):
        raise NotFound
    session.flush()
    last = select(func.max(EventRow.number)).where(EventRow.consultation_id == consultation_id)
    number = (session.scalar(last) or 0) + 1
    session.add(
        EventRow(consultation_id=consultation_id, number=number, kind=kind, data=_plain(data))
    )


def since(database: Database, consultation_id: str, number: int) -> list[Event]:
    with database.read() as session:
        rows = session.scalars(
            select(EventRow)
            .where(EventRow.consultation_id == consultation_id, EventRow.number > number)
            .order_by(EventRow.number)
            .limit(AT_ONCE)
        )
        return [Event(row.number, row.kind, row.data) for row in rows]


def last_number(database: Database, consultation_id: str) -> int:
    with database.read() as session:
        last = select(func.max(EventRow.number)).where(EventRow.consultation_id == consultation_id)
        return session.scalar(last) or 0


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value is not None}
