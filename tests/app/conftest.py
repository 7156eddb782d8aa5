"""A service on a real database in a folder of its own, and a worker beside it."""

import logging
import time
from dataclasses import replace
from itertools import count

import pytest
import structlog

from app import create_app
from app.database import Database
from app.jobs.worker import Worker
from app.settings import Settings
from app.storage import Storage
from tests.app import doctors, slow_doctors
from tests.app.backends import distributed
from tests.app.patient import Patient

LONGEST = 60.0
structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))


def pytest_generate_tests(metafunc):
    """A module that says `BACKENDS = EVERY` runs on each of them, the others on a folder alone."""
    if "backend" in metafunc.fixturenames:
        known = getattr(metafunc.module, "BACKENDS", ("embedded",))
        metafunc.parametrize("backend", known, indirect=True)


@pytest.fixture(scope="session")
def cluster():
    """PostgreSQL, Redis and an S3; without them the test is skipped and says how to start them."""
    with distributed() as known:
        yield known


@pytest.fixture
def backend(request, tmp_path):
    """What makes the settings of a new, empty service: `backend(retention_hours=1)`."""
    folders = (tmp_path if n == 0 else tmp_path / f"service{n}" for n in count())
    if request.param == "embedded":
        yield lambda **others: Settings(data=next(folders), **others)
        return
    known = request.getfixturevalue("cluster")
    made = []

    def make(**others):
        made.append(known.settings(data=next(folders), **others))
        return made[-1]

    yield make
    for settings in made:
        known.forget(settings)


@pytest.fixture
def settings(backend):
    return backend()


@pytest.fixture
def app(settings):
    app = create_app(settings)
    yield app
    app.extensions["desk"].store.database.close()


@pytest.fixture
def database(settings):
    """Migrated and empty."""
    database = Database(settings.database)
    database.migrate()
    yield database
    database.close()


@pytest.fixture
def stored(settings):
    """The folders that lie in the storage now."""
    return lambda: Storage(settings.storage).prefixes()


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
