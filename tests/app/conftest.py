"""A service on a real database in a folder of its own, and a worker beside it."""

import logging
import time
from dataclasses import replace

import pytest
import structlog

from app import create_app
from app.jobs.worker import Worker
from app.settings import Settings
from tests.app import doctors, slow_doctors
from tests.app.patient import Patient

LONGEST = 60.0
structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))


@pytest.fixture
def settings(tmp_path):
    return Settings(data=tmp_path)


@pytest.fixture
def app(settings):
    return create_app(settings)


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def patient(client):
    """A consultation with shortcuts for what the tests do to it."""
    return Patient(client)


def _working(settings, catalog):
    worker = Worker(settings)
    worker.means = replace(worker.means, catalog=catalog)
    worker.start()
    return worker


@pytest.fixture
def worker(app, settings):
    worker = _working(settings, doctors)
    yield worker
    worker.stop()


@pytest.fixture
def slow_worker(app, settings):
    worker = _working(settings, slow_doctors)
    yield worker
    worker.stop()


@pytest.fixture
def eventually():
    def wait(condition, seconds=LONGEST):
        until = time.monotonic() + seconds
        while not (found := condition()):
            assert time.monotonic() < until, "it did not happen in time"
            time.sleep(0.05)
        return found

    return wait
