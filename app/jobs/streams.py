"""Event streams: a few at a time, for each holds a thread; numbered, so that they resume."""

import json
import threading
import time
from collections.abc import Iterator

from app.database import Database
from app.jobs import events
from app.jobs.events import Event
from app.problems import Problem
from app.tables import ConsultationRow

LOOK_SECONDS = 0.4
PING_SECONDS = 15.0
LONGEST_SECONDS = 600.0  # then the browser comes again by itself, with Last-Event-ID


class Streams:
    def __init__(self, database: Database, most: int):
        self.database = database
        self.stopping = threading.Event()
        self._places = threading.BoundedSemaphore(most)

    def enter(self) -> None:
        """Raises Problem(too_many_streams); whoever enters must leave."""
        if self.stopping.is_set() or not self._places.acquire(blocking=False):
            raise Problem("too_many_streams", 503)

    def leave(self) -> None:
        self._places.release()

    def lines(self, consultation_id: str, after: int) -> Iterator[str]:
        """What happened after the event `after`, and then what happens."""
        yield "retry: 2000\n\n"
        started = pinged = time.monotonic()
        while not self.stopping.is_set() and time.monotonic() - started < LONGEST_SECONDS:
            for event in events.since(self.database, consultation_id, after):
                after, pinged = event.number, time.monotonic()
                yield _text(event)
            if time.monotonic() - pinged > PING_SECONDS:
                pinged = time.monotonic()
                if not self._exists(consultation_id):
                    yield "event: deleted\ndata: {}\n\n"
                    return
                yield ": \n\n"
            self.stopping.wait(LOOK_SECONDS)

    def _exists(self, consultation_id: str) -> bool:
        with self.database.read() as session:
            return session.get(ConsultationRow, consultation_id) is not None


def _text(event: Event) -> str:
    data = json.dumps(event.data, ensure_ascii=False)
    return f"id: {event.number}\nevent: {event.kind}\ndata: {data}\n\n"
