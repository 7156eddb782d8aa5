"""The row is the truth about a job: who holds it, how often it was tried, how it ended."""

from datetime import timedelta

import pytest

from app.jobs import events, queue
from app.jobs.queue import LeaseLost
from app.jobs.rows import JobRow
from app.store import Store
from app.tables import now
from tests.app.backends import EVERY

BACKENDS = EVERY


@pytest.fixture
def add(database):
    store = Store(database)

    def add_job(consultation=None, kind="examine", **data):
        consultation = consultation or store.open("en").id
        with database.write() as session:
            job = queue.add(session, consultation, kind, **data)
            return job.id, consultation

    return add_job


def claim(database):
    return queue.claim(database, "cpu", "tester")


def state(database, job):
    with database.read() as session:
        row = session.get(JobRow, job)
        return row.state, row.attempt, row.error


def expire(database, job):
    with database.write() as session:
        session.get(JobRow, job).lease_until = now() - timedelta(seconds=1)


def hurry(database, job):
    with database.write() as session:
        session.get(JobRow, job).not_before = now()


def test_a_job_is_given_to_one_worker(database, add):
    add()
    assert claim(database) is not None
    assert claim(database) is None


def test_one_waiting_job_of_a_kind_is_enough(database, add):
    first, consultation = add()
    assert add(consultation)[0] == first
    claim(database)
    assert add(consultation)[0] != first


def test_a_consultation_has_one_running_job_of_a_kind(database, add):
    _, consultation = add()
    claim(database)
    add(consultation)
    assert claim(database) is None


def test_the_consultation_served_longest_ago_is_next(database, add):
    first, greedy = add(kind="experiment", experiment="a")
    add(greedy, "experiment", experiment="b")
    modest, _ = add(kind="experiment", experiment="a")
    assert claim(database).job == first
    assert claim(database).job == modest


def test_a_worker_that_lost_its_lease_can_write_nothing(database, add):
    job, _ = add()
    stale = claim(database)
    expire(database, job)
    queue.reap(database)
    hurry(database, job)
    fresh = claim(database)
    with pytest.raises(LeaseLost), database.write() as session:
        queue.held(session, stale)
    with database.write() as session:
        queue.end(session, queue.held(session, fresh), "done")
    queue.give_back(database, stale, failed=True, error="late")
    assert state(database, job) == ("done", 2, None)


def test_a_job_whose_workers_die_is_given_up_in_the_end(database, add):
    job, _ = add()
    for attempt in range(1, queue.MOST_ATTEMPTS + 1):
        hurry(database, job)
        assert claim(database).attempt == attempt
        expire(database, job)
        queue.reap(database)
    assert state(database, job) == ("dead", queue.MOST_ATTEMPTS, "worker_lost")


def test_a_stop_of_ours_costs_no_attempt(database, add):
    job, _ = add()
    for _ in range(5):
        queue.give_back(database, claim(database), failed=False)
    assert state(database, job)[:2] == ("queued", 0)


def test_a_waiting_job_is_cancelled_at_once_and_a_running_one_is_told(database, add):
    job, consultation = add()
    with database.write() as session:
        queue.cancel(session, session.get(JobRow, job))
    assert state(database, job)[0] == "cancelled"
    add(consultation)
    held = claim(database)
    with database.write() as session:
        queue.cancel(session, session.get(JobRow, held.job))
    assert not queue.still_wanted(database, held)
    queue.give_back(database, held, failed=False)
    assert state(database, held.job)[0] == "cancelled"


def test_events_are_numbered_without_gaps(database, add):
    _, consultation = add()
    queue.give_back(database, claim(database), failed=False)
    claim(database)
    numbers = [event.number for event in events.since(database, consultation, 0)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert [e.number for e in events.since(database, consultation, 1)] == numbers[1:]


def test_a_job_past_its_deadline_is_not_tried_again(database, add):
    job, _ = add()
    held = claim(database)
    with database.write() as session:
        session.get(JobRow, job).deadline = now() - timedelta(seconds=1)
    queue.give_back(database, held, failed=True, error="sandbox_failed")
    assert state(database, job) == ("failed", 1, "deadline")
