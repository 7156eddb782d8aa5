"""SQLite and PostgreSQL keep the same things in the same way."""

import math
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import inspect, select, text

from app.consultation import SAID, Entry
from app.database import Database
from app.jobs import events, queue
from app.jobs.rows import JobRow
from app.store import Store
from app.tables import ConsultationRow, Row
from app.uploads.rows import UploadRow
from tests.app.backends import EVERY
from tests.app.patient import API, SICK_LOG

BACKENDS = EVERY
HALF = "\ud83d"  # of a character pair


def kept(database, **data):
    store = Store(database)
    consultation = store.open("en", Entry(SAID, data))
    return store.find(consultation.id).entries[0].data


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("a\0b", "a\N{REPLACEMENT CHARACTER}b"),
        (f"a{HALF}b", "a?b"),
        (r"the letters \u0000", r"the letters \u0000"),
        (r"C:\users\0", r"C:\users\0"),
        ("损失是 NaN 🙂", "损失是 NaN 🙂"),
        (math.nan, None),
        (math.inf, None),
        (2**53, 2**53),
        (0.1 + 0.2, 0.1 + 0.2),
        ({"b": [1, None, True], "a": {}}, {"b": [1, None, True], "a": {}}),
    ],
)
def test_json_comes_back_the_same_from_both(database, given, found):
    assert kept(database, value=given)["value"] == found


def test_moments_keep_their_order_and_their_zone(database):
    here = datetime(2026, 3, 29, 1, 30, 0, 123456, timezone(timedelta(hours=8)))
    with database.write() as session:
        session.add(ConsultationRow(id="x", language="en", created=here, changed=here))
    with database.read() as session:
        row = session.get(ConsultationRow, "x")
        assert row.created == here
        assert row.created.utcoffset() == timedelta(0)
        later = select(ConsultationRow.id).where(ConsultationRow.changed > here.astimezone(UTC))
        assert session.scalars(later).all() == []


@pytest.mark.parametrize("strange", ["%00", "a%00b", "x" * 500, "%F0%9F%99%82", "%ED%A0%BD"])
def test_an_id_that_cannot_be_is_not_found(client, strange):
    for rest in ("", "/uploads", f"/jobs/{strange}", f"/uploads/{strange}", "/events"):
        assert client.get(f"{API}/{strange}{rest}").status_code == 404


def test_what_a_person_sends_is_kept_whatever_it_holds(patient):
    said = {"text": "loss is nan\0 after \N{PILE OF POO} steps"}
    assert patient.client.post(f"{patient.path}/messages", json=said).status_code == 200
    answer = patient.client.post(f"{patient.path}/messages", data=b'{"text": "\\ud83d"}',
                                 content_type="application/json")  # fmt: skip
    assert (answer.status_code, answer.json["code"]) == (400, "lone_surrogate")
    assert patient.send(("a\0b\x1b.csv", SICK_LOG)).status_code == 201
    strange = {"Idempotency-Key": "k" * 300}
    for _ in range(2):
        assert patient.client.post(API, json={}, headers=strange).status_code == 201


def filled(database):
    """A consultation with an entry, an upload, a job and what both told."""
    store = Store(database)
    consultation = store.open("zh", Entry(SAID, {"text": "loss 是 nan"}))
    with database.write() as session:
        session.add(UploadRow(id="u", consultation_id=consultation.id, name="日志.csv", bytes=3))
        queue.add(session, consultation.id, "examine")
    return consultation


def test_every_migration_goes_down_and_up_again_with_data(database):
    consultation = filled(database)
    database.migrate("-1")
    database.migrate()
    assert Store(database).find(consultation.id) == consultation
    assert len(events.since(database, consultation.id, 0)) == 1
    held = queue.claim(database, "cpu", "tester")
    assert held.consultation == consultation.id


def test_the_tables_are_those_that_the_code_describes(database):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, Row.metadata)
        assert [d for d in differences if d[0] != "remove_fk"] == []
        assert "jobs" in inspect(connection).get_table_names()


def test_processes_that_start_at_once_migrate_once(settings):
    databases = [Database(settings.database) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda one: one.migrate(), databases))
    with databases[0].read() as session:
        assert len(session.execute(text("SELECT version_num FROM alembic_version")).all()) == 1
    for one in databases:
        one.close()


def test_two_workers_never_hold_two_jobs_of_one_kind_of_a_consultation(database):
    """Each consultation has two jobs; many claim at once."""
    store = Store(database)
    ids = [store.open("en").id for _ in range(6)]
    for consultation in ids:
        for number in range(2):
            with database.write() as session:
                queue.add(session, consultation, "experiment", experiment=str(number))
    start = threading.Barrier(8)

    def claim(number):
        start.wait()
        return [queue.claim(database, "cpu", f"w{number}") for _ in range(3)]

    with ThreadPoolExecutor(8) as pool:
        held = [c for some in pool.map(claim, range(8)) for c in some if c]
    assert len({c.job for c in held}) == len(held)
    assert sorted({c.consultation for c in held}) == sorted(c.consultation for c in held)


def test_many_uploads_of_one_consultation_end_without_a_deadlock(app, patient):
    def send(number):
        other = app.test_client()
        files = {"file": (__import__("io").BytesIO(SICK_LOG), f"{number}.csv")}
        return other.post(f"{patient.path}/uploads", data=files).status_code

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(send, range(24))) == {201}
    with app.extensions["desk"].store.database.read() as session:
        assert len(session.scalars(select(JobRow)).all()) == 1


def test_a_key_sent_twenty_times_at_once_opens_one_consultation(app):
    def post(_):
        headers = {"Idempotency-Key": "one"}
        return app.test_client().post(API, json={}, headers=headers)

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(post, range(20)))
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len({answer.json["id"] for answer in answers if answer.status_code == 201}) == 1
    with app.extensions["desk"].store.database.read() as session:
        assert len(session.scalars(select(ConsultationRow)).all()) == 1
