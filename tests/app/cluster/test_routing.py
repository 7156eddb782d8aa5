"""What gains by a GPU goes to one that is alive, one job at a time; without one it is done too."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.database import clock
from app.jobs import events, queue, routing
from app.jobs.queue import LeaseLost
from app.jobs.rows import JobRow, WorkerRow
from app.store import Store
from tests.app.backends import EVERY

BACKENDS = EVERY
GPU_UUID = "GPU-1"


@pytest.fixture
def gpu_worker(database):
    """Its row; `seen` is how many seconds ago it signed."""

    def sign(seen=0.0):
        with database.write() as session:
            session.merge(
                WorkerRow(id="g", queue="gpu", slots=1, sandbox="floor", broken=[], device=GPU_UUID,
                          seen=clock(session) - timedelta(seconds=seen))
            )  # fmt: skip

    return sign


@pytest.fixture
def experiment(database):
    def add(wish=None, consultation=None):
        consultation = consultation or Store(database).open("en").id
        with database.write() as session:
            return routing.add(session, consultation, wish, experiment="try_fix").id

    return add


def row(database, job):
    with database.read() as session:
        return session.get(JobRow, job)


def test_an_experiment_goes_to_a_gpu_that_is_alive_unless_the_person_wants_the_cpu(
    database, gpu_worker, experiment
):
    gpu_worker()
    assert [row(database, experiment(wish)).queue for wish in (None, "gpu", "cpu")] == [
        "gpu", "gpu", "cpu",
    ]  # fmt: skip


def test_without_a_gpu_the_cpu_does_it_and_who_wished_for_one_is_told_how_long(
    database, gpu_worker, experiment
):
    gpu_worker(seen=31)
    assert row(database, experiment()).notice is None
    wished = row(database, experiment("gpu"))
    assert (wished.queue, wished.notice["code"]) == ("cpu", "no_gpu_yet")
    for _ in range(2):
        held = queue.claim(database, "cpu", "w")
        with database.write() as session:
            job = queue.held(session, held)
            queue.end(session, job, "done")
            job.started = job.finished - timedelta(seconds=42)
    assert row(database, experiment("gpu")).notice == {"code": "no_gpu", "seconds": 42}


def test_what_waits_for_a_gpu_comes_back_when_the_last_one_is_gone(
    database, gpu_worker, experiment
):
    gpu_worker()
    job = experiment("gpu")
    routing.bring_back(database)
    assert row(database, job).queue == "gpu"
    gpu_worker(seen=31)
    routing.bring_back(database)
    found = row(database, job)
    assert (found.queue, found.notice["code"]) == ("cpu", "no_gpu_yet")
    assert queue.claim(database, "cpu", "w").job == job


def test_a_model_that_turns_out_to_be_one_moves_to_the_gpu_at_no_cost(database, gpu_worker):
    gpu_worker()
    consultation = Store(database).open("en").id
    with database.write() as session:
        queue.add(session, consultation, "examine")
    held = queue.claim(database, "cpu", "w")
    with database.write() as session:
        routing.hand_over(session, queue.held(session, held), ["history"])
        assert queue.held(session, held).state == "running"
        routing.hand_over(session, queue.held(session, held), ["history", "model"])
    with pytest.raises(LeaseLost), database.write() as session:
        queue.held(session, held)
    there = queue.claim(database, "gpu", "g", GPU_UUID)
    assert (there.job, there.attempt) == (held.job, 1)
    kinds = [event.data.get("state") for event in events.since(database, consultation, 0)]
    assert kinds == ["queued", "running", "queued", "running"]


def test_a_gpu_takes_one_job_at_a_time_whoever_asks(database, gpu_worker, experiment):
    gpu_worker()
    for _ in range(6):
        experiment()

    def claim(number):
        try:
            return queue.claim(database, "gpu", f"g{number}", GPU_UUID)
        except Exception as error:  # both looked at the same moment: the index decides
            return type(error).__name__

    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(claim, range(6)))
    held = [one for one in found if isinstance(one, queue.Claim)]
    assert len(held) == 1
    assert all(one in (None, "IntegrityError") for one in found if one not in held)
    assert queue.claim(database, "gpu", "other", "GPU-2") is not None
    queue.give_back(database, held[0], failed=False)
    assert queue.claim(database, "gpu", "g", GPU_UUID) is not None


def test_the_notice_is_told_in_the_reader_s_language_and_a_strange_wish_refused(
    patient, experiment
):
    experiment("gpu", patient.id)
    [job] = patient.client.get(f"{patient.path}/jobs").json["jobs"]
    assert job["notice"].startswith("No GPU worker is running")
    patient.client.put(f"{patient.path}/language", json={"language": "zh"})
    [job] = patient.client.get(f"{patient.path}/jobs").json["jobs"]
    assert "没有 GPU" in job["notice"]
    wrong = patient.send(("model.pt2", b"x"), device="tpu")
    assert (wrong.status_code, wrong.json["code"]) == (422, "no_such_device")


def test_a_wish_sent_with_a_file_is_kept_until_it_is_known_what_the_file_is(patient, app):
    from app.uploads.rows import UploadRow

    assert patient.send(("model.pt2", b"x"), device="gpu").status_code == 201
    with app.extensions["desk"].store.database.read() as session:
        assert session.scalars(select(UploadRow.device)).all() == ["gpu"]
