"""A visit during which the n-th write, sync, commit or bell fails; afterwards all must be well."""

import os
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from hashlib import sha256

from huey.storage import RedisStorage, SqliteStorage
from sqlalchemy import Engine, event, update
from sqlalchemy.exc import OperationalError

from app import create_app
from app.database import AWAY, clock
from app.jobs import lease, queue
from app.jobs.rows import JobRow
from app.jobs.worker import Worker
from app.settings import Settings
from tests.app import doctors
from tests.app.patient import API, SICK_LOG, Patient

WRITES = ("INSERT", "UPDATE", "DELETE")


class Trouble:
    """Counts what touches a disk; the n-th of them fails, and all that follow if it lasts."""

    def __init__(self, at: int = 0, lasts: bool = False):
        self.at, self.lasts, self.seen = at, lasts, 0
        self.over = False

    def strikes(self) -> bool:
        if self.over:
            return False
        self.seen += 1
        return self.seen == self.at or (self.lasts and 0 < self.at < self.seen)


@contextmanager
def in_the_way(trouble: Trouble):
    def before_statement(_conn, _cursor, statement, _parameters, _context, _many):
        if statement.lstrip().startswith(WRITES) and trouble.strikes():
            raise OperationalError(statement, {}, Exception("write failed"))

    def before_commit(_connection):
        if trouble.strikes():
            raise OperationalError("COMMIT", {}, Exception("commit failed"))

    event.listen(Engine, "before_cursor_execute", before_statement)
    event.listen(Engine, "commit", before_commit)
    with _failing(os, "fsync", trouble), _failing(RedisStorage, "enqueue", trouble), \
            _failing(SqliteStorage, "enqueue", trouble), _store_failing(trouble), \
            _instead(lease, PATIENCE_SECONDS=0.05, AGAIN_SECONDS=0.01):  # fmt: skip
        try:
            yield
        finally:
            event.remove(Engine, "before_cursor_execute", before_statement)
            event.remove(Engine, "commit", before_commit)


@contextmanager
def _failing(owner, name: str, trouble: Trouble):
    real = getattr(owner, name)

    def sometimes(*given, **named):
        if trouble.strikes():
            raise OSError(5, "Input/output error")
        return real(*given, **named)

    with _instead(owner, **{name: sometimes}):
        yield


@contextmanager
def _instead(owner, **others):
    before = {name: getattr(owner, name) for name in others}
    for name, other in others.items():
        setattr(owner, name, other)
    try:
        yield
    finally:
        for name, real in before.items():
            setattr(owner, name, real)


def _store_failing(trouble: Trouble):
    from s3fs import S3FileSystem

    return _failing(S3FileSystem, "pipe_file", trouble)


@dataclass
class Visit:
    """What the service has acknowledged to the person."""

    consultation: str | None = None
    said: list[str] = field(default_factory=list)
    files: int = 0
    broken: list[int] = field(default_factory=list)  # statuses that no caller may see


def visit(settings: Settings, trouble: Trouble) -> Visit:
    """Open, say, send a file, let it be measured, say again."""
    client = create_app(settings).test_client()
    worker = _worker(settings)
    known = Visit()
    with in_the_way(trouble):
        opened = client.post(API, json={"language": "en"})
        _note(known, opened)
        if opened.status_code == 201:
            known.consultation = opened.json["id"]
            patient = _patient(client, known.consultation)
            _say(known, patient, "loss is nan")
            sent = patient.send(("log.csv", SICK_LOG))
            _note(known, sent)
            known.files += sent.status_code == 201
            _work(worker, known)
            _say(known, patient, "lr=0.1")
        trouble.over = True
    worker.scratch.close()
    worker.database.close()
    client.application.extensions["desk"].store.database.close()
    return known


def after_restart(settings: Settings, known: Visit) -> list[str]:
    """What is wrong with the consultation once everything was started again."""
    app = create_app(settings)
    client, worker = app.test_client(), _worker(settings)
    try:
        _let_leases_end(worker)
        while claim := _awaited(lambda: _next(worker)):
            worker.work(claim)
        if known.consultation is None:
            return []
        return list(_wrong(app, _patient(client, known.consultation), known))
    finally:
        worker.scratch.close()
        worker.database.close()
        app.extensions["desk"].store.database.close()


def _wrong(app, patient: Patient, known: Visit):
    shown = patient.shown
    texts = [entry.get("text") for entry in shown["transcript"]]
    yield from (f"lost: {text}" for text in known.said if text not in texts)
    yield from (f"shown to a caller: {status}" for status in known.broken)
    done = [upload for upload in patient.uploads if upload["state"] == "done"]
    if len(done) < known.files:
        yield f"file not measured: {[u['state'] for u in patient.uploads]}"
    for upload in done:
        if upload["sha256"] != sha256(SICK_LOG).hexdigest():
            yield "a file changed"
    jobs = patient.client.get(f"{patient.path}/jobs").json["jobs"]
    ended = sum(job["state"] == "done" for job in jobs)
    measured = sum(entry["kind"] == "measured" for entry in shown["transcript"])
    if measured != ended:
        yield f"{measured} measurements of {ended} jobs"
    if any(job["state"] in ("queued", "running") for job in jobs):
        yield "a job is still open"
    intake = app.extensions["desk"].intake
    intake.retention.drop_orphans(timedelta(0))
    stored = set(intake.storage.prefixes())
    if not {upload["id"] for upload in patient.uploads if upload["received"]} <= stored:
        yield "bytes are gone"


def _say(known: Visit, patient: Patient, text: str) -> None:
    answer = patient.client.post(f"{patient.path}/messages", json={"text": text})
    _note(known, answer)
    if answer.status_code == 200:
        known.said.append(text)


def _note(known: Visit, answer) -> None:
    if answer.status_code not in (200, 201, 503, 507):
        known.broken.append(answer.status_code)


def _work(worker: Worker, known: Visit) -> None:
    """As Worker._serve does it: a database that fails ends the turn, not the worker."""
    try:
        if claim := queue.claim(worker.database, "cpu", worker.id):
            worker.work(claim)
    except AWAY:
        return


def _worker(settings: Settings) -> Worker:
    worker = Worker(settings)
    worker.means = replace(worker.means, catalog=doctors)
    return worker


def _let_leases_end(worker: Worker) -> None:
    with worker.database.write() as session:
        before = clock(session) - timedelta(seconds=1)
        session.execute(update(JobRow).values(lease_until=before))


def _next(worker: Worker):
    queue.reap(worker.database)
    with worker.database.write() as session:
        session.execute(update(JobRow).values(not_before=clock(session)))
    return queue.claim(worker.database, "cpu", worker.id)


def _awaited(ask):
    """As Worker._serve asks again: the server ends whoever a busy machine keeps from his turn."""
    while True:
        try:
            return ask()
        except AWAY:
            continue


def _patient(client, consultation: str) -> Patient:
    patient = object.__new__(Patient)
    patient.client, patient.id, patient.path = client, consultation, f"{API}/{consultation}"
    return patient


def operations(settings: Settings) -> int:
    """How many of them a visit has that nothing troubles."""
    trouble = Trouble()
    visit(settings, trouble)
    return trouble.seen
