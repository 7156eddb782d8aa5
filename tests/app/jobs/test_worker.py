"""Cancelled, deleted, interrupted: a job ends soon, once, and leaves nothing behind."""

import time
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from app.jobs import queue
from app.jobs.rows import JobRow
from app.jobs.worker import Worker
from tests.app import doctors, slow_doctors
from tests.app.backends import EVERY
from tests.app.patient import HEALTHY_LOG, SICK_LOG, Patient

BACKENDS = EVERY


def measuring(patient):
    return any(upload["state"] == "measuring" for upload in patient.uploads)


def test_cancel_ends_a_running_probe_within_two_seconds(patient, slow_worker, eventually):
    patient.send(("log.csv", SICK_LOG))
    eventually(lambda: measuring(patient))
    [upload] = patient.uploads
    started = time.monotonic()
    patient.client.post(f"{patient.path}/uploads/{upload['id']}/cancel")
    [upload] = eventually(lambda: patient.settled)
    assert upload["state"] == "cancelled"
    assert time.monotonic() - started < 2.0
    assert patient.findings == {}


def test_deleting_the_consultation_ends_its_job_and_leaves_no_byte(
    patient, slow_worker, eventually, stored
):
    patient.send(("log.csv", SICK_LOG))
    eventually(lambda: measuring(patient))
    assert patient.client.delete(patient.path).status_code == 204
    assert patient.client.get(patient.path).status_code == 410
    assert patient.client.get(f"{patient.path}/uploads").status_code == 410
    assert stored() == []
    eventually(lambda: not any(slow_worker.scratch.folder.iterdir()), seconds=3)
    with slow_worker.database.read() as session:
        assert session.scalars(select(JobRow)).all() == []


def test_a_worker_that_stops_gives_its_job_back_and_another_ends_it(
    app, patient, settings, eventually, slow_worker
):
    patient.send(("log.csv", SICK_LOG))
    eventually(lambda: measuring(patient))
    slow_worker.stop()
    other = Worker(settings)
    other.means = replace(other.means, catalog=doctors)
    other.start()
    [upload] = eventually(lambda: patient.settled)
    other.stop()
    assert upload["state"] == "done"
    assert len([e for e in patient.shown["transcript"] if e["kind"] == "measured"]) == 1


def test_while_one_consultation_is_measured_another_is_answered(
    client, patient, slow_worker, eventually
):
    patient.send(("log.csv", SICK_LOG))
    eventually(lambda: measuring(patient))
    other = Patient(client)
    other.send(("log.csv", HEALTHY_LOG))
    assert client.post(f"{other.path}/messages", json={"text": "loss is nan"}).status_code == 200
    assert other.uploads[0]["state"] == "checking"


def test_a_file_that_comes_while_others_are_measured_is_measured_with_them(
    patient, worker, eventually
):
    patient.send(("log.csv", SICK_LOG))
    patient.send(("train.py", b"import torch\nfor x, y in loader:\n    loss(x, y).backward()\n"))
    uploads = eventually(lambda: patient.settled)
    assert {upload["kind"] for upload in uploads} == {"history", "script"}


def test_without_a_safe_sandbox_files_are_refused_and_the_reason_given(
    app, patient, settings, eventually, monkeypatch
):
    from probes.sandbox import SandboxReport

    monkeypatch.setattr(Worker, "_test_sandbox", lambda _: SandboxReport("none", (), ("fork",)))
    worker = Worker(settings)
    worker.start()
    patient.send(("log.csv", SICK_LOG))
    [upload] = eventually(lambda: patient.settled)
    worker.stop()
    assert upload["state"] == "refused"
    assert "sandbox" in upload["refusal"]


def test_a_lease_that_is_kept_is_not_reaped(app, settings, patient):
    patient.send(("log.csv", SICK_LOG))
    worker = Worker(settings)
    held = queue.claim(worker.database, "cpu", worker.id)
    queue.renew(worker.database, held)
    assert queue.reap(worker.database) == []
    assert queue.still_wanted(worker.database, held)
    worker.scratch.close()


def test_a_job_ends_at_its_deadline_and_what_was_measured_until_then_is_kept(
    app, patient, settings, eventually, monkeypatch
):
    monkeypatch.setattr(queue, "LONGEST", timedelta(seconds=4))
    patient.send(("log.csv", SICK_LOG))
    worker = Worker(settings)
    worker.means = replace(worker.means, catalog=slow_doctors)
    worker.start()
    [upload] = eventually(lambda: patient.settled)
    worker.stop()
    probes = {probe["finding"]: probe for probe in upload["probes"]}
    assert probes["loss_becomes_nan"]["because"] == "deadline"
    assert patient.findings["epochs_done"]["value"] == 3


def test_a_self_test_that_failed_once_does_not_switch_probes_off(
    app, patient, settings, eventually, monkeypatch
):
    from probes import sandbox

    tests = [sandbox.SandboxFailed("busy"), sandbox.SandboxReport("none", (), ("fork",))]
    real = sandbox.selftest

    def selftest(kind):
        if not tests:
            return real(kind)
        told = tests.pop()
        if isinstance(told, Exception):
            raise told
        return told

    monkeypatch.setattr(sandbox, "selftest", selftest)
    worker = Worker(settings)
    worker.means = replace(worker.means, catalog=doctors)
    worker.start()
    patient.send(("log.csv", SICK_LOG))
    [upload] = eventually(lambda: patient.settled)
    worker.stop()
    assert upload["state"] == "done"
