"""A server that has just started says that it is not ready, and answers all the same."""

import subprocess
import sys

import pytest
from structlog.testing import capture_logs

from app import reader
from app import warming as module
from app.warming import Warming
from engine.understand import is_prepared
from tests.app.live import lend_reader


@pytest.fixture
def warming(app, tmp_path, monkeypatch):
    monkeypatch.setattr(reader, "WITH_INSTALLATION", tmp_path / "nothing")
    desk = app.extensions["desk"]
    made = Warming(desk.kb, desk.intake.storage, tmp_path / "understanding")
    app.extensions["warming"] = made
    yield made
    made.stop()


def test_a_balancer_is_told_when_to_send_people(warming, client):
    cold = client.get("/readyz")
    assert (cold.status_code, cold.json["status"]) == (503, "unavailable")
    assert client.post("/api/v1/consultations", json={"text": "loss is nan"}).status_code == 201
    warming.over.set()
    assert client.get("/readyz").status_code == 200


def test_the_classifier_is_trained_beside_the_server(warming, monkeypatch):
    loaded = []  # not really: the tests after this one compare by characters
    monkeypatch.setattr(module, "prepare_understanding", lambda *told: loaded.append(told))
    with capture_logs() as said:
        warming.start()
        assert warming.over.wait(240)
    assert said == []
    assert loaded == [(warming.kb, warming.folder)]
    assert is_prepared(warming.kb, warming.folder)


def test_what_goes_wrong_meanwhile_keeps_nobody_away(warming, client, monkeypatch):
    def broken(*_):
        raise OSError("no room")

    monkeypatch.setattr(module, "trained_in", broken)
    warming.start()
    assert warming.over.wait(30)
    assert client.get("/readyz").status_code == 200


def test_whoever_trains_ends_in_peace_while_the_server_lives(tmp_path):
    lend_reader(tmp_path)
    command = [sys.executable, "-m", "app.warming", str(tmp_path / "understanding")]
    training = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE)
    with training:  # its standard input stays open
        assert training.stderr.read() == b""
        assert training.wait(120) == 0
