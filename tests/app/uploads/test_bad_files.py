"""Hostile files over the API: refused with a sentence or read, never run, and nobody is harmed."""

from tests.app.patient import Patient
from tests.badfiles import MARKER, corpus

EVERY = 30  # all of them: benchmarks/reliability.py


def test_bad_files_get_their_verdict_and_run_nothing(client, worker, eventually, tmp_path):
    folder = tmp_path / "bad"
    folder.mkdir()
    files = corpus(folder)[::EVERY]
    assert len(files) > 10
    for file in files:
        patient = Patient(client)
        assert patient.send((file.path.name, file.path.read_bytes())).status_code == 201
        [upload] = eventually(lambda p=patient: p.settled)
        assert (upload["state"] == "refused") == (file.verdict == "refuse"), file.path.name
        assert bool(upload["refusal"]) == (upload["state"] == "refused"), file.path.name
    assert not (folder / MARKER).exists()
