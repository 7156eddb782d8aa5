"""A full disk costs the person nothing but time."""

import errno
import os

import pytest

from tests.app.patient import SICK_LOG


@pytest.fixture
def full_disk(monkeypatch):
    def refuse(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    return monkeypatch


def test_a_full_disk_is_told_and_nothing_half_written_stays(patient, full_disk, settings):
    answer = patient.send(("log.csv", SICK_LOG))
    assert (answer.status_code, answer.json["code"]) == (507, "storage_full")
    assert patient.uploads == []
    assert [p for p in (settings.data / "uploads").rglob("*") if p.is_file()] == []
    full_disk.undo()
    assert patient.send(("log.csv", SICK_LOG)).status_code == 201


def test_a_file_for_which_there_is_no_room_is_refused_before_it_is_sent(tmp_path):
    from app import create_app
    from app.settings import Settings
    from tests.app.patient import Patient

    client = create_app(Settings(data=tmp_path, spare_bytes=2**60)).test_client()
    assert Patient(client).send(("log.csv", SICK_LOG)).status_code == 507


def test_a_database_without_room_or_time_says_so(app, patient, monkeypatch):
    from sqlalchemy.exc import OperationalError

    def failing(message):
        def find(_):
            raise OperationalError("SELECT", {}, Exception(message))

        return find

    store = app.extensions["desk"].store
    monkeypatch.setattr(store, "find", failing("database or disk is full"))
    assert patient.client.get(patient.path).status_code == 507
    monkeypatch.setattr(store, "find", failing("database is locked"))
    busy = patient.client.get(patient.path)
    assert (busy.status_code, busy.json["code"]) == (503, "unavailable")
    assert busy.headers["Retry-After"] == "5"
