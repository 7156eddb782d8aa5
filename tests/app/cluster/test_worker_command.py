"""`whyloss worker` drains at SIGTERM, and says at once when its GPU is not there."""

import os
import signal
import subprocess
import sys
import time

import pytest
from click.testing import CliRunner

from app.cli.worker import worker as command
from app.jobs.scratch import Scratch
from app.jobs.worker import Worker
from tests.app.backends import EVERY
from tests.app.cluster.machines import WorkerProcess
from tests.app.patient import SICK_LOG

BACKENDS = EVERY


def measuring(patient):
    return any(upload["state"] == "measuring" for upload in patient.uploads)


def test_a_drained_worker_ends_its_job_and_takes_no_other(patient, worker, eventually):
    patient.send(("log.csv", SICK_LOG))
    eventually(lambda: measuring(patient) or patient.settled)
    worker.drain(30)
    [upload] = patient.uploads
    assert upload["state"] == "done"
    patient.send(("log.csv", SICK_LOG))
    time.sleep(0.5)
    assert patient.uploads[-1]["state"] == "checking"


def test_a_job_that_outlasts_the_drain_goes_back_at_no_cost(patient, slow_worker, eventually):
    patient.send(("log.csv", SICK_LOG))
    eventually(lambda: measuring(patient))
    slow_worker.drain(0.5)
    slow_worker.stop()
    [job] = patient.client.get(f"{patient.path}/jobs").json["jobs"]
    assert (job["state"], job["attempt"]) == ("queued", 0)


def test_a_worker_that_is_told_to_end_signs_off(settings, app, client, tmp_path, eventually):
    shared = {n: getattr(settings, n) for n in ("database", "queue", "storage", "name")}
    urls = {f"{n}_url" if n != "name" else n: value for n, value in shared.items()}
    process = WorkerProcess(tmp_path / "elsewhere", **urls)
    process.start()
    known = eventually(lambda: client.get("/readyz").json["checks"]["workers"])
    assert [(one["queue"], one["slots"]) for one in known] == [("cpu", 1)]
    process.process.send_signal(signal.SIGTERM)
    assert process.process.wait(30) == 0
    assert client.get("/readyz").json["checks"]["workers"] == []


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--queue", "gpu", "--device", "cuda:99"], "cuda:99 cannot be used"),
        (["--queue", "gpu", "--device", "cuda:0", "--concurrency", "2"], "one job at a time"),
        (["--queue", "tpu"], "'tpu' is not one of 'cpu', 'gpu'"),
    ],
)
def test_a_worker_without_its_gpu_says_so_at_once(tmp_path, options, told):
    answer = CliRunner().invoke(command, [*options, "--data", str(tmp_path)])
    assert answer.exit_code != 0
    assert told in answer.output


def test_a_worker_of_a_gpu_says_which_one(settings):
    one = Worker(settings, "gpu", gpu="GPU-1")
    assert (one.queue_name, one.gpu) == ("gpu", "GPU-1")
    one.scratch.close()


def test_the_health_check_knows_whether_a_worker_of_this_machine_lives(settings, worker):
    urls = {"WHYLOSS_DATABASE_URL": settings.database}
    alive = ["--alive", "--data", str(settings.data)]
    assert CliRunner().invoke(command, alive, env=urls).exit_code == 0
    worker.stop()
    assert CliRunner().invoke(command, alive, env=urls).exit_code == 1


def test_what_a_killed_worker_left_on_the_disk_is_cleared_by_the_next(settings, tmp_path):
    scratch = tmp_path / "scratch"
    left, held = scratch / "dead", scratch / "alive"
    living = Scratch(held, None, None)
    left.mkdir()
    (left / "piece").write_bytes(b"x")
    for folder in (left, held):
        os.utime(folder, (0, 0))
    Scratch(scratch / "next", None, None).close()
    assert sorted(path.name for path in scratch.iterdir()) == ["alive"]
    living.close()


def test_to_ask_whether_a_worker_lives_costs_little(tmp_path):
    """It is asked every twenty seconds of each: the service and torch are not imported for it."""
    asked = f"""
import sys
from app.cli import main
try:
    main(["worker", "--alive", "--data", {str(tmp_path)!r}])
except Exception:
    pass
finally:
    print(*{{"sqlalchemy", "flask", "torch", "alembic", "engine"}} & set(sys.modules), flush=True)
"""
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True)
    assert told.stdout.split() == ["sqlalchemy"], told.stderr
