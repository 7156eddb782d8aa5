"""An id is the only key to a consultation: it opens nothing else, and it stands in no log."""

import io
import json
import logging

import pytest
import structlog

from app import logs
from app.settings import Settings
from tests.app.patient import API, SICK_LOG, Patient

LEFT_OUT = {"static", "gate.enter", "gate.leave"}


@pytest.fixture
def two(client):
    """Two strangers, each with a file, a job and a share link."""
    people = [Patient(client), Patient(client)]
    for person in people:
        person.send(("log.csv", SICK_LOG))
        person.upload = person.uploads[0]["id"]
        person.job = client.get(f"{person.path}/jobs").json["jobs"][0]["id"]
        person.share = client.post(f"{person.path}/shares").json["id"]
    return people


def routes(app, owner, stranger):
    """Every route below a consultation, with the ids of the stranger inside."""
    values = {
        "consultation": owner.id,
        "upload": stranger.upload,
        "job": stranger.job,
        "share": stranger.share,
        "finding": "loss_becomes_nan",
        "fix": "no_such_fix",
    }
    for rule in app.url_map.iter_rules():
        if "consultation" in rule.arguments and rule.arguments & {"upload", "job", "share"}:
            for method in rule.methods - {"OPTIONS"}:
                yield method, rule.build(values, append_unknown=False)[1]


def test_the_ids_of_another_consultation_are_the_same_not_found_on_every_route(app, two):
    client, (one, other) = app.test_client(), two
    nobody = Patient(client)
    nobody.upload = nobody.job = nobody.share = "x" * 24
    tus = {"Tus-Resumable": "1.0.0", "Upload-Offset": "0"}
    options = {
        "PATCH": {"headers": tus, "content_type": "application/offset+octet-stream"},
        "PUT": {"json": {"role": "batch"}},
    }
    seen = 0
    for (method, path), (_, unknown) in zip(
        routes(app, one, other), routes(app, one, nobody), strict=True
    ):
        kind = options.get(method, {})
        answers = [client.open(p, method=method, **kind) for p in (path, unknown)]
        assert [answer.status_code for answer in answers] == [404, 404], (method, path)
        if method != "HEAD":
            bodies = [{**answer.json, "instance": ""} for answer in answers]
            assert bodies[0] == bodies[1]
        seen += 1
    assert seen >= 8
    assert two[1].uploads  # still there


def test_an_unknown_consultation_is_not_found_on_every_route(app, client):
    for rule in app.url_map.iter_rules():
        if "consultation" not in rule.arguments:
            continue
        values = dict.fromkeys(rule.arguments, "loss_becomes_nan") | {"consultation": "x" * 32}
        path = rule.build(values, append_unknown=False)[1]
        assert client.get(path).status_code in (404, 405), path


def test_a_share_link_reads_and_nothing_else(client, two):
    one, _ = two
    shared = client.get(f"/api/v1/shares/{one.share}")
    assert shared.status_code == 200
    report = client.get(f"/api/v1/shares/{one.share}/report?format=json")
    for answer in (shared, report):
        assert one.id not in answer.text
    for path in (f"{API}/{one.share}", f"{API}/{one.share}/uploads"):
        assert client.get(path).status_code == 404
    assert client.delete(f"/api/v1/shares/{one.share}").status_code == 405


def test_a_revoked_share_link_is_not_found(client, two):
    one, _ = two
    assert client.delete(f"{one.path}/shares/{one.share}").status_code == 204
    assert client.get(f"/api/v1/shares/{one.share}").status_code == 404


def test_logs_hold_no_id_no_key_and_nothing_that_was_said(client, monkeypatch, tmp_path):
    written = io.StringIO()
    before = structlog.get_config()
    monkeypatch.setattr("sys.stderr", written)
    logs.configure(Settings(data=tmp_path, log_level="DEBUG"))
    try:
        patient = Patient(client)
        client.post(f"{patient.path}/messages", json={"text": "my secret loss is nan"})
        client.get(f"{API}/unknown-id-of-somebody")
        monkeypatch.setattr("app.present.consultation", None)
        assert client.get(patient.path).status_code == 500
    finally:
        structlog.configure(**before)
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    assert any(line["event"] == "crash" for line in lines)
    assert any(line["event"] == "request" for line in lines)
    for secret in (patient.id, "my secret loss", "unknown-id-of-somebody"):
        assert secret not in written.getvalue()
    logging.getLogger().handlers.clear()
