"""What a file holds becomes evidence of the consultation."""

from tests.app.backends import EVERY
from tests.app.patient import HEALTHY_LOG, SICK_LOG

BACKENDS = EVERY


def test_what_a_log_shows_becomes_measured_evidence(patient, worker, eventually):
    assert patient.send(("log.csv", SICK_LOG)).status_code == 201
    [upload] = eventually(lambda: patient.settled)
    assert (upload["state"], upload["kind"]) == ("done", "history")
    found = patient.findings["loss_becomes_nan"]
    assert (found["state"], found["source"]) == ("present", "measured")
    probes = {probe["finding"]: probe for probe in upload["probes"]}
    assert probes["loss_becomes_nan"]["numbers"] == {"bad_rows": 1}
    assert "loss_becomes_nan" not in str(patient.shown["state"]["question"])


def test_what_a_probe_cannot_tell_is_shown_with_its_reason_and_not_recorded(
    patient, worker, eventually
):
    patient.send(("log.csv", SICK_LOG))
    [upload] = eventually(lambda: patient.settled)
    unsure = next(p for p in upload["probes"] if p["finding"] == "validation_loss_rises")
    assert unsure["state"] == "unknown"
    assert "validation data" in unsure["text"]
    assert "validation_loss_rises" not in patient.findings


def test_a_second_run_is_compared_with_the_first(patient, worker, eventually):
    patient.send(("log.csv", SICK_LOG))
    eventually(lambda: patient.settled)
    patient.send(("log2.csv", HEALTHY_LOG))
    eventually(lambda: patient.settled)
    assert patient.findings["loss_becomes_nan"]["state"] == "absent"
    lines = patient.shown["transcript"][-1]["lines"]
    assert any("Against the run before" in line and "→" in line for line in lines)


def test_deleting_a_file_takes_back_what_was_measured_with_it(patient, worker, eventually, stored):
    patient.send(("log.csv", SICK_LOG))
    [upload] = eventually(lambda: patient.settled)
    path = f"{patient.path}/uploads/{upload['id']}"
    assert patient.client.delete(path).status_code == 204
    assert patient.client.get(path).status_code == 410
    assert patient.findings == {}
    assert stored() == []


def test_a_log_pasted_into_a_message_is_measured(patient, worker, eventually):
    text = "what is wrong here?\n" + "\n".join(
        f"epoch {n} loss {loss} val_loss 1.0" for n, loss in ((1, 2.0), (2, 1.0), (3, "nan"))
    )
    patient.client.post(f"{patient.path}/messages", json={"text": text})
    [upload] = eventually(lambda: patient.settled)
    assert (upload["name"], upload["kind"]) == ("pasted.log", "history")
    assert patient.findings["loss_becomes_nan"]["source"] == "measured"


def test_a_file_that_nobody_knows_is_refused_with_a_sentence(patient, worker, eventually):
    patient.send(("x.bin", bytes(range(256))))
    [upload] = eventually(lambda: patient.settled)
    assert upload["state"] == "refused"
    assert "checkpoint" in upload["refusal"]


def test_a_batch_said_to_be_the_validation_batch_changes_places_with_it(
    patient, worker, eventually
):
    rows = "\n".join(["a,b,label", *(f"{i % 7},{i % 5},{i % 2}" for i in range(60))]).encode()
    patient.send(("one.csv", rows), ("two.csv", rows.replace(b"6,", b"9,")))
    one, _ = eventually(lambda: patient.settled)
    path = f"{patient.path}/uploads/{one['id']}/role"
    assert patient.client.put(path, json={"role": "checkpoint"}).status_code == 409
    assert patient.client.put(path, json={"role": "validation_batch"}).status_code == 200
    roles = {upload["name"]: upload["kind"] for upload in eventually(lambda: patient.settled)}
    assert roles == {"one.csv": "validation_batch", "two.csv": "batch"}
