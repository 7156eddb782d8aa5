"""What is old or deleted leaves the disk, also when a delete was cut off half-way."""

from datetime import timedelta

import pytest

from app.tables import now
from tests.app.backends import EVERY
from tests.app.patient import SICK_LOG

BACKENDS = EVERY


@pytest.fixture
def settings(backend):
    return backend(consultation_days=10)


@pytest.fixture
def intake(app):
    return app.extensions["desk"].intake


def test_after_a_day_the_bytes_are_gone_and_the_findings_stay(
    patient, worker, eventually, intake, stored
):
    patient.send(("log.csv", SICK_LOG))
    [upload] = eventually(lambda: patient.settled)
    intake.retention.sweep(now() + timedelta(hours=23))
    assert stored()
    intake.retention.sweep(now() + timedelta(hours=25))
    assert stored() == []
    assert patient.findings["loss_becomes_nan"]["source"] == "measured"
    path = f"{patient.path}/uploads/{upload['id']}"
    assert patient.client.head(path).status_code == 410


def test_an_old_consultation_goes_with_everything(patient, intake, stored):
    patient.send(("log.csv", SICK_LOG))
    intake.retention.sweep(now() + timedelta(days=11))
    assert patient.client.get(patient.path).status_code == 410
    assert stored() == []


def test_a_delete_that_was_cut_off_is_finished_by_the_sweep(patient, intake, stored, monkeypatch):
    patient.send(("log.csv", SICK_LOG))
    monkeypatch.setattr(intake.retention, "bury", lambda: None)
    patient.client.delete(patient.path)
    assert stored()
    monkeypatch.undo()
    intake.retention.sweep()
    assert stored() == []


def test_bytes_that_no_row_knows_are_found_and_deleted(patient, intake, stored):
    patient.send(("log.csv", SICK_LOG))
    intake.storage.write("left_over/0-x", [b"abc"])
    assert intake.retention.drop_orphans() == 0
    assert intake.retention.drop_orphans(older_than=timedelta(0)) == 1
    assert len(stored()) == 1
