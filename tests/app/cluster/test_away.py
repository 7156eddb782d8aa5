"""PostgreSQL, Redis or the store is away: the person is told, nothing is lost, work goes on."""

import threading
import time

import pytest
from sqlalchemy import delete, select, text
from sqlalchemy.exc import OperationalError

from app import create_app
from app.database import Database
from app.jobs import queue
from app.jobs.examination import Examination
from app.jobs.progress import Progress
from app.jobs.rows import JobRow, WorkerRow
from app.jobs.worker import Worker
from app.settings import Settings
from tests.app import doctors
from tests.app.cluster.wire import Wire
from tests.app.patient import API, SICK_LOG, Patient

BACKENDS = ("distributed",)


@pytest.fixture
def wires(backend):
    """The lines to PostgreSQL and to Redis, and a service at their end."""
    settings = backend()
    postgres, redis = Wire(settings.database_url, 5432), Wire(settings.queue_url, 6379)
    yield (
        postgres,
        redis,
        settings.model_copy(update={"database_url": postgres.url, "queue_url": redis.url}),
    )
    postgres.close()
    redis.close()


@pytest.fixture
def postgres(wires):
    return wires[0]


@pytest.fixture
def redis(wires):
    return wires[1]


@pytest.fixture
def settings(wires):
    return wires[2]


def test_without_postgresql_the_page_says_so_and_goes_on_when_it_is_back(patient, postgres):
    said = {"text": "loss is nan"}
    assert patient.client.post(f"{patient.path}/messages", json=said).status_code == 200
    postgres.cut()
    refused = patient.client.post(f"{patient.path}/messages", json={"text": "lr=0.1"})
    assert (refused.status_code, refused.json["code"]) == (503, "unavailable")
    assert int(refused.headers["Retry-After"]) > 0
    away = patient.client.get("/readyz")
    assert away.status_code == 503
    postgres.mend()
    assert patient.client.get("/readyz").status_code == 200
    assert patient.client.get(patient.path).json["transcript"][-1]["text"] == "loss is nan"
    assert patient.client.post(f"{patient.path}/messages", json=said).status_code == 200


def test_a_postgresql_that_takes_connections_and_never_answers_holds_nobody_for_ever(
    patient, postgres, monkeypatch
):
    from app.dialects.postgresql import Impatient

    monkeypatch.setattr(Impatient, "patience", 1.0)
    postgres.freeze()
    began = time.monotonic()
    refused = patient.client.post(f"{patient.path}/messages", json={"text": "loss is nan"})
    assert (refused.status_code, refused.json["code"]) == (503, "unavailable")
    assert time.monotonic() - began < 10
    postgres.mend()
    said = patient.client.post(f"{patient.path}/messages", json={"text": "loss is nan"})
    assert said.status_code == 200
    assert [entry["text"] for entry in said.json["transcript"]] == ["loss is nan"]


def test_a_migration_may_take_longer_than_an_answer(settings, monkeypatch):
    from app.dialects import postgresql

    monkeypatch.setattr(postgresql.Impatient, "patience", 0.5)
    engine = postgresql.connect(settings.database)
    with engine.begin() as connection:
        postgresql.migrate_alone(connection)
        connection.execute(text("SELECT pg_sleep(1)"))
    with engine.connect() as connection, pytest.raises(OperationalError):
        connection.execute(text("SELECT pg_sleep(1)"))
    engine.dispose()


def test_a_job_survives_that_postgresql_was_away_for_a_while(
    patient, postgres, slow_worker, eventually, monkeypatch
):
    def lease():
        with slow_worker.database.read() as session:
            [job] = session.scalars(select(JobRow))
            return (job.state, job.attempt, job.lease_until)

    heard, gap = Progress.hear, threading.Event()

    def hear_in_the_gap(progress, event):
        """What the job tells of its progress is always in the gap, however busy the machine."""
        if not gap.is_set():
            held.append(lease())
            postgres.cut()
            gap.set()
        heard(progress, event)

    held = []
    monkeypatch.setattr(Progress, "hear", hear_in_the_gap)
    patient.send(("log.csv", SICK_LOG))
    assert gap.wait(60)
    assert patient.client.get(patient.path).status_code == 503
    time.sleep(2)
    postgres.mend()
    renewed = eventually(lambda: (now := lease()) != held[0] and now)
    assert renewed[:2] == ("running", 1)
    assert renewed[2] > held[0][2]
    eventually(lambda: patient.client.get(f"{patient.path}/jobs").json["jobs"][0]["progress"])


@pytest.mark.parametrize("word", ["_begin", "_record"])
def test_a_job_whose_own_word_falls_into_the_gap_says_it_again(
    patient, postgres, worker, eventually, monkeypatch, word
):
    spoken = getattr(Examination, word)
    gaps = [3.0]

    def into_the_gap(job, *given):
        if gaps:
            postgres.cut()
            threading.Timer(gaps.pop(), postgres.mend).start()
        return spoken(job, *given)

    monkeypatch.setattr(Examination, word, into_the_gap)
    patient.send(("log.csv", SICK_LOG))
    eventually(lambda: not gaps and postgres.whole)
    [upload] = eventually(lambda: patient.settled, seconds=20)
    [job] = patient.client.get(f"{patient.path}/jobs").json["jobs"]
    assert (upload["state"], job["state"]) == ("done", "done")
    assert [e["kind"] for e in patient.shown["transcript"]] == ["measured"]
    with worker.database.read() as session:
        assert session.scalars(select(JobRow.attempt)).all() == [1]


def test_a_worker_that_was_thought_dead_is_known_again(app, postgres, worker, client, eventually):
    def workers():
        return client.get("/readyz").json["checks"].get("workers")

    assert len(workers()) == 1
    # Not told by another reading: the worker's next sign may come before it.
    with worker.database.write() as session:
        assert session.execute(delete(WorkerRow)).rowcount == 1
    eventually(workers, seconds=20)


def test_without_redis_jobs_are_done_and_limits_hold_per_process(
    backend, redis, settings, eventually
):
    limited = settings.model_copy(update={"limit_rates": True, "rate_messages": "2 per minute"})
    client = create_app(limited).test_client()
    redis.cut()
    patient = Patient(client)
    assert patient.send(("log.csv", SICK_LOG)).status_code == 201
    for language, sentence in (("en", "The queue does not answer"), ("zh", "任务队列暂时连不上")):
        asked = client.get(f"{patient.path}/uploads?language={language}").json
        assert sentence in asked["uploads"][0]["notice"]
    worker = Worker(limited)
    worker.means = type(worker.means)(worker.means.kb, worker.database, catalog=doctors)
    worker.start()
    [upload] = eventually(lambda: patient.settled)
    worker.stop()
    assert (upload["state"], upload["notice"]) == ("done", None)
    assert client.get("/readyz").json["checks"]["queue"] == "away"
    statuses = [client.post(API, json={}).status_code for _ in range(3)]
    assert statuses == [201, 429, 429]
    redis.mend()
    assert client.get("/readyz").json["checks"]["queue"] == "ok"


def test_without_the_store_a_file_is_refused_and_the_conversation_goes_on(
    patient, eventually, monkeypatch, app
):
    files = app.extensions["desk"].intake.storage.files
    monkeypatch.setattr(files, "pipe_file", broken)
    refused = patient.send(("log.csv", SICK_LOG))
    assert (refused.status_code, refused.json["code"]) == (503, "unavailable")
    assert patient.client.post(f"{patient.path}/messages", json={"text": "nan"}).status_code == 200
    monkeypatch.undo()
    assert patient.send(("log.csv", SICK_LOG)).status_code == 201


def test_a_job_whose_files_cannot_be_reached_waits_and_is_not_given_up(
    patient, app, settings, monkeypatch
):
    patient.send(("log.csv", SICK_LOG))
    worker = Worker(settings)
    monkeypatch.setattr(worker.storage.files, "open", broken)
    for _ in range(5):
        worker.work(queue.claim(worker.database, "cpu", worker.id))
        with worker.database.write() as session:
            [job] = session.scalars(select(JobRow))
            assert (job.state, job.attempt) == ("queued", 0)
            job.not_before = job.created
    worker.scratch.close()


def broken(*_):
    from botocore.exceptions import EndpointConnectionError

    raise EndpointConnectionError(endpoint_url="http://store")


def test_a_server_that_starts_before_its_database_waits_for_it(postgres, settings):
    postgres.cut()
    database = Database(settings.database)
    starting = threading.Thread(target=database.prepare)
    starting.start()
    starting.join(2.5)
    assert starting.is_alive()
    postgres.mend()
    starting.join(30)
    assert not starting.is_alive()
    with database.read():
        pass
    database.close()


def test_a_database_that_never_comes_is_told_at_the_start(tmp_path, monkeypatch):
    from app.dialects import postgresql

    monkeypatch.setattr(postgresql, "START_SECONDS", 0)
    nobody = "postgresql+psycopg://nobody@127.0.0.1:1/none"
    with pytest.raises(Exception, match="refused"):
        create_app(Settings(data=tmp_path, database_url=nobody))
