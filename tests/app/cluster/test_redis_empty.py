"""Redis only rings: killed and started empty, it costs seconds and no job."""

import time
from dataclasses import replace

import pytest

from app import create_app
from app.jobs.worker import Worker
from tests.app import doctors
from tests.app.cluster.own_redis import own_redis
from tests.app.patient import SICK_LOG, Patient

BACKENDS = ("distributed",)


@pytest.fixture
def redis():
    with own_redis() as known:
        yield known


@pytest.fixture
def settings(backend, redis):
    return backend().model_copy(update={"queue_url": redis.url})


def test_a_job_whose_bell_was_forgotten_is_rung_again_from_its_row(
    app, patient, redis, settings, eventually
):
    patient.send(("log.csv", SICK_LOG))
    redis.kill()
    redis.start()
    assert app.extensions["desk"].intake.doorbell.waiting() == 0
    worker = Worker(settings)
    worker.means = replace(worker.means, catalog=doctors)
    worker.start()
    [upload] = eventually(lambda: patient.settled)
    assert upload["state"] == "done"
    redis.kill()
    patient.send(("again.csv", SICK_LOG))
    uploads = eventually(lambda: patient.settled)
    assert [upload["state"] for upload in uploads] == ["done", "done"]
    redis.start()
    patient.send(("third.csv", SICK_LOG))
    began = time.monotonic()
    eventually(lambda: patient.settled)
    assert time.monotonic() - began < 20
    worker.stop()


def test_limits_are_shared_again_when_redis_is_back(redis, settings):
    limited = settings.model_copy(update={"limit_rates": True, "rate_messages": "3 per minute"})
    first, second = (create_app(limited).test_client() for _ in range(2))
    patient = Patient(first)
    path = f"{patient.path}/messages"
    said = {"json": {"text": "loss is nan"}}
    assert first.post(path, **said).status_code == 200
    redis.kill()
    assert first.post(path, **said).status_code == 200
    redis.start()
    assert first.post(path, **said).status_code == 200
