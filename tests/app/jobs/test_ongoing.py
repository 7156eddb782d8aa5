"""A probe that has finished counts at once, while others still run."""

from tests.app.patient import SICK_LOG


def begun(patient, eventually):
    patient.send(("log.csv", SICK_LOG))
    eventually(lambda: patient.findings)
    [upload] = patient.uploads
    assert upload["state"] == "measuring"
    return f"{patient.path}/uploads/{upload['id']}"


def test_what_one_probe_found_is_known_while_the_next_one_runs(patient, slow_worker, eventually):
    begun(patient, eventually)
    found = patient.findings["epochs_done"]
    assert (found["value"], found["source"]) == (3, "measured")
    [entry] = patient.shown["transcript"]
    assert (entry["kind"], "log.csv" in entry["lines"][0]) == ("measured", True)


def test_words_said_meanwhile_are_understood_beside_it(patient, slow_worker, eventually):
    begun(patient, eventually)
    said = patient.client.post(f"{patient.path}/messages", json={"text": "the loss is nan"})
    kinds = [entry["kind"] for entry in said.json["transcript"]]
    assert kinds == ["said", "measured"]
    assert {"epochs_done", "loss_becomes_nan"} <= set(patient.findings)


def test_nothing_of_a_cancelled_job_stays(patient, slow_worker, eventually):
    upload = begun(patient, eventually)
    patient.client.post(f"{upload}/cancel")
    eventually(lambda: patient.settled)
    assert patient.findings == {}
    assert patient.shown["transcript"] == []
