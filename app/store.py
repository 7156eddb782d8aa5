"""Where consultations are kept: one row each, and one for every entry."""

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.consultation import Consultation, Entry
from app.database import Database
from app.problems import NotFound, Problem
from app.tables import ConsultationRow, EntryRow, now
from app.thinking import thinking
from app.uploads.retention import digest_of, is_dead
from knowledge_base import Language

ID_BYTES = 24  # the id is the only key to a consultation: unguessable

LOOKS = 2  # at a consultation before it is locked for as long as its next entry takes to make

Ongoing = Callable[[Session, Consultation], Entry | None]


class Store:
    """Every change is one transaction: recorded whole or not at all.

    `ongoing` gives what is not recorded yet, but seen with the rest, as its last entry.
    """

    def __init__(self, database: Database, ongoing: Ongoing = lambda *_: None):
        self.database = database
        self._ongoing = ongoing

    def open(self, language: Language, *entries: Entry) -> Consultation:
        consultation = Consultation(secrets.token_urlsafe(ID_BYTES), language, entries)
        with self.database.write() as session:
            session.add(
                ConsultationRow(
                    id=consultation.id,
                    language=language,
                    entries=[_row(place, entry) for place, entry in enumerate(entries, 1)],
                )
            )
        return consultation

    def find(self, consultation_id: str) -> Consultation:
        with self.database.read() as session:
            return self._seen(session, _get(session, consultation_id))

    def language_of(self, consultation_id: str) -> Language:
        with self.database.read() as session:
            return language_of(session, consultation_id)

    def add(self, consultation_id: str, make: Callable[[Consultation], Entry]) -> Consultation:
        """Append what `make` makes of the consultation as it is now.

        To understand and to diagnose takes longer than to write: it is done before the lock, and
        again where somebody else has written meanwhile; the last time under the lock.
        """
        for _ in range(LOOKS):
            with self.database.read() as session:
                row = _get(session, consultation_id)
                recorded, version = _consultation(row), _version(row.entries)
                ongoing = self._ongoing(session, recorded)
            with thinking:
                entry = make(_with(recorded, ongoing))
            with self.database.write() as session:
                row = _get(session, consultation_id, lock=True)
                known = _version(_places(session, consultation_id))
                if known == version:
                    _append(session, row, entry, known[-1][0] if known else 0)
                    return _with(recorded, entry, ongoing)
        with self.database.write() as session:
            row = _get(session, consultation_id, lock=True)
            recorded = _consultation(row)
            ongoing = self._ongoing(session, recorded)
            with thinking:
                entry = make(_with(recorded, ongoing))
            _append(session, row, entry, _last_place(session, row))
            return _with(recorded, entry, ongoing)

    def undo(self, consultation_id: str) -> Consultation:
        """Take back the last thing the person said or did; measurements stay."""
        with self.database.write() as session:
            row = _get(session, consultation_id, lock=True)
            last = next(
                (e for e in reversed(row.entries) if not e.undone and e.kind != "measured"), None
            )
            if last is None:
                raise Problem("nothing_to_undo", 409)
            last.undone, row.changed = True, now()
            return self._seen(session, row)

    def speak(self, consultation_id: str, language: Language) -> Consultation:
        with self.database.write() as session:
            row = _get(session, consultation_id, lock=True)
            row.language = language
            return self._seen(session, row)

    def _seen(self, session: Session, row: ConsultationRow) -> Consultation:
        recorded = _consultation(row)
        return _with(recorded, self._ongoing(session, recorded))

    def delete(self, consultation_id: str, also: Callable[[Session, str], None]) -> None:
        """`also` deletes, in the same transaction, what the rows do not hold."""
        with self.database.write() as session:
            row = _get(session, consultation_id, lock=True)
            also(session, consultation_id)
            session.delete(row)


def consultation_of(session: Session, consultation_id: str) -> Consultation:
    """Locked, for a caller that appends to it in its own transaction."""
    return _consultation(_get(session, consultation_id, lock=True))


def language_of(session: Session, consultation_id: str) -> Language:
    """Without its entries."""
    return _get(session, consultation_id).language  # type: ignore[return-value]


def append_entry(session: Session, consultation_id: str, entry: Entry) -> None:
    row = _get(session, consultation_id)
    _append(session, row, entry, _last_place(session, row))


def _append(session: Session, row: ConsultationRow, entry: Entry, last: int) -> None:
    """After the entry at the place `last`, which is known where the entries were just looked at."""
    session.add(_row(last + 1, entry, row.id))
    row.changed = now()


def _get(session: Session, consultation_id: str, lock: bool = False) -> ConsultationRow:
    query = select(ConsultationRow).where(ConsultationRow.id == consultation_id)
    row = session.scalars(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        raise is_dead(session, digest_of(consultation_id)) or NotFound()
    return row


def _last_place(session: Session, row: ConsultationRow) -> int:
    places = select(func.max(EntryRow.place)).where(EntryRow.consultation_id == row.id)
    return session.scalar(places) or 0


def _places(session: Session, consultation_id: str) -> Sequence[Any]:
    """Its entries without what was said in them."""
    columns = select(EntryRow.place, EntryRow.undone, EntryRow.created)
    entries = columns.where(EntryRow.consultation_id == consultation_id)
    return session.execute(entries.order_by(EntryRow.place)).all()


def _version(entries: Iterable[Any]) -> list[tuple[int, bool, datetime]]:
    """Of a consultation: entries are added, undone or deleted, and never changed otherwise."""
    return [(entry.place, entry.undone, entry.created) for entry in entries]


def _row(place: int, entry: Entry, consultation_id: str | None = None) -> EntryRow:
    return EntryRow(
        consultation_id=consultation_id, place=place, kind=entry.kind, data=entry.data,
        undone=entry.undone,
    )  # fmt: skip


def _consultation(row: ConsultationRow) -> Consultation:
    entries = (Entry(e.kind, e.data, e.undone) for e in row.entries)
    return Consultation(row.id, row.language, tuple(entries))  # type: ignore[arg-type]


def _with(recorded: Consultation, *entries: Entry | None) -> Consultation:
    return replace(recorded, entries=(*recorded.entries, *filter(None, entries)))
