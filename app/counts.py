"""What all web processes have counted together: each adds its own to the database now and then."""

import json
import threading
import time
from collections import Counter
from collections.abc import Iterator

import structlog
from sqlalchemy import String, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Database, insert
from app.tables import Row

log = structlog.get_logger()
SHARE_SECONDS = 5.0  # a process that is killed forgets what it counted since
LONGEST_SERIES = 400


class CountRow(Row):
    """A series is the JSON list of a metric's name and the values of its labels."""

    __tablename__ = "counts"

    series: Mapped[str] = mapped_column(String(LONGEST_SERIES), primary_key=True)
    value: Mapped[float]


class Counts:
    def __init__(self, database: Database):
        self.database = database
        self._mine: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._shared = time.monotonic()

    def add(self, amount: float, *series: str) -> None:
        with self._lock:
            self._mine[json.dumps(series)[:LONGEST_SERIES]] += amount  # type: ignore[assignment]

    def due(self) -> bool:
        """True for one caller every few seconds."""
        with self._lock:
            if time.monotonic() - self._shared < SHARE_SECONDS:
                return False
            self._shared = time.monotonic()
            return True

    def share(self) -> None:
        """In the order of their names, so that two processes never wait in a circle."""
        with self._lock:
            mine, self._mine = self._mine, Counter()
        rows = [{"series": name, "value": float(mine[name])} for name in sorted(mine)]
        if not rows:
            return
        try:
            with self.database.write() as session:
                new = insert(session, CountRow).values(rows)
                grown = CountRow.value + new.excluded.value
                session.execute(
                    new.on_conflict_do_update(index_elements=["series"], set_={"value": grown})
                )
        except SQLAlchemyError as error:
            log.warning("counts_not_shared", error=type(error).__name__)
            with self._lock:
                self._mine.update(mine)

    def all(self) -> Iterator[tuple[list[str], float]]:
        """(name and labels, value) of every series, of all processes."""
        with self.database.read() as session:
            for row in session.scalars(select(CountRow).order_by(CountRow.series)):
                yield json.loads(row.series), row.value
