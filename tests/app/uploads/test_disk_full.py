"""A full disk costs the person nothing but time."""

import errno
import hashlib
import os
from contextlib import suppress
from pathlib import Path

import pytest
import structlog

from app import create_app, logs
from app.settings import Settings
from tests.app.patient import SICK_LOG, Patient
from tests.app.small_disk import possible, small_disk

TUS = {"Tus-Resumable": "1.0.0"}
PIECE = "application/offset+octet-stream"


@pytest.fixture
def full_disk(monkeypatch):
    def refuse(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    return monkeypatch


@pytest.fixture
def disk(tmp_path):
    if not possible:
        pytest.skip("only root can make a disk of its own")
    with small_disk(tmp_path / "disk", megabytes=12) as disk:
        yield disk


@pytest.fixture
def person(disk):
    app = create_app(Settings(data=disk.folder, spare_bytes=0))
    yield Patient(app.test_client())
    app.extensions["desk"].store.database.close()


def test_a_full_disk_is_told_and_nothing_half_written_stays(patient, full_disk, settings):
    answer = patient.send(("log.csv", SICK_LOG))
    assert (answer.status_code, answer.json["code"]) == (507, "storage_full")
    assert patient.uploads == []
    assert [p for p in (settings.data / "uploads").rglob("*") if p.is_file()] == []
    full_disk.undo()
    assert patient.send(("log.csv", SICK_LOG)).status_code == 201


def test_a_file_for_which_there_is_no_room_is_refused_before_it_is_sent(tmp_path):
    client = create_app(Settings(data=tmp_path, spare_bytes=2**60)).test_client()
    assert Patient(client).send(("log.csv", SICK_LOG)).status_code == 507


def test_an_upload_that_filled_the_disk_goes_on_when_there_is_room(person, disk):
    log = SICK_LOG * 30_000
    created = person.client.post(
        f"{person.path}/uploads", headers={**TUS, "Upload-Length": str(len(log))}
    )

    def piece():
        headers = {**TUS, "Upload-Offset": "0"}
        return person.client.patch(created.location, data=log, content_type=PIECE, headers=headers)

    disk.fill(leave=400_000)  # enough for the database, not for the piece
    refused = piece()
    assert (refused.status_code, refused.json["code"]) == (507, "storage_full")
    assert person.client.head(created.location, headers=TUS).headers["Upload-Offset"] == "0"
    disk.tidy()
    assert piece().headers["Upload-Sha256"] == hashlib.sha256(log).hexdigest()


def test_on_a_disk_without_a_byte_left_what_was_said_can_be_read_and_more_said_later(person, disk):
    path = f"{person.path}/evidence/epochs_done"
    assert person.client.put(path, json={"value": 3}).status_code == 200
    disk.fill()
    refused = [person.client.put(path, json={"value": n}) for n in range(4, 60)][-1]
    assert (refused.status_code, refused.json["code"]) == (507, "storage_full")
    told = person.findings["epochs_done"]["value"]
    assert 3 <= told < 59
    disk.tidy()
    assert person.client.put(path, json={"value": 60}).status_code == 200
    assert person.findings["epochs_done"]["value"] == 60


def test_a_database_without_time_says_so(app, patient, monkeypatch):
    from sqlalchemy.exc import OperationalError

    def busy(_):
        raise OperationalError("SELECT", {}, Exception("database is locked"))

    monkeypatch.setattr(app.extensions["desk"].store, "find", busy)
    answer = patient.client.get(patient.path)
    assert (answer.status_code, answer.json["code"]) == (503, "unavailable")
    assert answer.headers["Retry-After"] == "5"


def test_a_log_without_room_fails_no_request(client, monkeypatch, settings):
    before = structlog.get_config()
    full = Path("/dev/full").open("w", buffering=1)  # noqa: SIM115  (it cannot be closed well)
    monkeypatch.setattr("sys.stderr", full)
    logs.configure(settings)
    try:
        answers = [client.get("/api/v1/info").status_code for _ in range(100)]
    finally:
        structlog.configure(**before)
        with suppress(OSError):
            full.close()
    assert set(answers) == {200}
