"""A new file makes only that be measured again which it can change."""

import pytest

from app.jobs import kept, queue
from tests.app.patient import HEALTHY_LOG, SICK_LOG

SCRIPT = ("train.py", b"import torch\nfor x, y in loader:\n    loss(x, y).backward()\n")


@pytest.fixture
def measured(patient, worker, eventually):
    """Sends a file; when the history was looked at for what is known after it."""

    def send(*file):
        patient.send(file)
        eventually(lambda: patient.settled)
        return looked(patient)

    return send


def looked(patient):
    jobs = f"{patient.path}/jobs"
    job = patient.client.get(jobs).json["jobs"][0]["id"]
    probes = {p["finding"]: p for p in patient.client.get(f"{jobs}/{job}").json["probes"]}
    assert {"loss_becomes_nan", "validation_loss_rises"} <= set(probes)
    return probes["validation_loss_rises"]["numbers"]["moment"]


def test_a_file_that_a_probe_does_not_use_does_not_make_it_run_again(measured):
    first = measured("log.csv", SICK_LOG)
    assert measured(*SCRIPT) == first
    assert measured("new.csv", HEALTHY_LOG) > first


def test_other_probes_of_ours_measure_anew(measured, monkeypatch):
    first = measured("log.csv", SICK_LOG)
    monkeypatch.setattr(kept, "edition", lambda: "another")
    assert measured(*SCRIPT) > first


def test_a_finding_that_the_person_corrected_is_not_told_again_by_the_same_file(patient, measured):
    measured("log.csv", SICK_LOG)
    patient.client.put(f"{patient.path}/evidence/loss_becomes_nan", json={"state": "absent"})
    measured(*SCRIPT)
    assert patient.findings["loss_becomes_nan"]["state"] == "absent"


def test_what_was_kept_outlives_the_deletion_of_another_file(patient, measured, eventually):
    first = measured("log.csv", SICK_LOG)
    measured(*SCRIPT)
    script = patient.uploads[-1]["id"]
    patient.client.delete(f"{patient.path}/uploads/{script}")
    path = f"{patient.path}/jobs"
    eventually(lambda: patient.client.get(path).json["jobs"][0]["state"] == "done")
    assert patient.findings["loss_becomes_nan"]["state"] == "present"
    assert looked(patient) == first


JUNK = [None, 1, "history", [[]], ["history", {}], {"history": 1}]


@pytest.mark.parametrize("uses", JUNK)
def test_what_a_hostile_child_tells_of_its_files_keeps_nothing_and_breaks_nothing(app, uses):
    store = app.extensions["desk"].store
    consultation = store.open("en").id
    with store.database.write() as session:
        row = queue.add(session, consultation, "examine")
        row.state, row.reports = "done", [{"finding": "loss_becomes_nan", "uses": uses}]
        row.data = {
            "files": {"history": "a"},
            "edition": kept.edition(),
            "pictures": {"x": {"uses": uses}},
        }
        found = kept.still_true(session, consultation, {"history": "b"})
    assert (found.reports, found.pictures) == ([], {})
