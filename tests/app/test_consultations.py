"""A consultation over the API: told, answered, edited, undone, tried, reported."""

import json

import pytest

from app import create_app
from app.consultation import Consultation, Entry
from tests.app.backends import EVERY

BACKENDS = EVERY
CONSULTATIONS = "/api/v1/consultations"


def opened(client, **body):
    response = client.post(CONSULTATIONS, json=body)
    assert response.status_code == 201, response.json
    return response.json


def chances(shown):
    return {cause["id"]: cause["probability"] for cause in shown["state"]["causes"]}


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "My loss becomes NaN after the first step"), ("zh", "第一步之后 loss 就变成 nan 了")],
)
def test_a_conversation_goes_from_words_to_a_fix(client, language, text):
    shown = opened(client, language=language, text=text)
    path = f"{CONSULTATIONS}/{shown['id']}"
    for _ in range(8):
        question = shown["state"]["question"]
        if not question or not question["items"]:
            break
        says = {"division_in_model": {"state": "present"}, "loss_function": {"value": "custom"}}
        answers = {
            item["id"]: says.get(item["id"], {"state": "absent"} if item["kind"] == "binary" else
                                 {"state": "unknown"})
            for item in question["items"]
        }  # fmt: skip
        shown = client.post(f"{path}/answers", json={"answers": answers}).json
    assert "division_by_zero" in list(chances(shown))[:3]
    assert any(fix["id"] == "add_eps_to_division" for fix in shown["state"]["fixes"])


def test_a_consultation_survives_a_restart_of_the_service(settings):
    first = create_app(settings).test_client()
    shown = opened(first, text="loss is nan")
    second = create_app(settings).test_client()
    assert second.get(f"{CONSULTATIONS}/{shown['id']}").json == shown


def test_taking_evidence_back_is_as_if_it_had_never_been_said(client):
    shown = opened(client, evidence=[{"id": "loss_becomes_nan", "state": "present"}])
    path = f"{CONSULTATIONS}/{shown['id']}"
    client.put(f"{path}/evidence/inputs_contain_nan", json={"state": "present"})
    back = client.delete(f"{path}/evidence/inputs_contain_nan").json
    assert back["state"] == shown["state"]


def test_an_older_answer_is_changed_and_later_ones_stay(client):
    shown = opened(client, evidence=[{"id": "loss_becomes_nan", "state": "present"}])
    path = f"{CONSULTATIONS}/{shown['id']}"
    client.put(f"{path}/evidence/learning_rate", json={"value": 0.1})
    client.put(f"{path}/evidence/precision", json={"value": "mixed_float16"})
    client.put(f"{path}/evidence/batch_size", json={"value": 8})
    after = client.put(f"{path}/evidence/learning_rate", json={"value": 0.001}).json
    known = {finding["id"]: finding["value"] for finding in after["state"]["findings"]}
    assert (known["learning_rate"], known["batch_size"]) == (0.001, 8)


def test_undo_takes_back_one_thing_at_a_time(client):
    shown = opened(client, text="loss is nan")
    path = f"{CONSULTATIONS}/{shown['id']}"
    client.put(f"{path}/evidence/batch_size", json={"value": 8})
    assert client.post(f"{path}/undo").json["state"] == shown["state"]
    client.post(f"{path}/undo")
    assert client.post(f"{path}/undo").json["code"] == "nothing_to_undo"


def test_a_refused_answer_leaves_nothing_half_recorded(client):
    shown = opened(client, text="loss is nan")
    path = f"{CONSULTATIONS}/{shown['id']}"
    answers = {"batch_size": {"value": 8}, "no_such_thing": {"state": "present"}}
    assert client.post(f"{path}/answers", json={"answers": answers}).status_code == 422
    assert client.get(path).json == shown


def test_the_language_changes_mid_way_and_the_transcript_follows(client):
    shown = opened(client, language="en", text="loss is nan")
    path = f"{CONSULTATIONS}/{shown['id']}"
    spoken = client.put(f"{path}/language", json={"language": "zh"}).json
    assert spoken["transcript"][0]["lines"] != shown["transcript"][0]["lines"]
    assert chances(spoken) == chances(shown)
    assert client.get(path).json["language"] == "zh"


def test_a_fix_that_did_not_help_moves_the_conversation_on(client):
    shown = opened(client, evidence=[{"id": "training_loss_diverges", "state": "present"}])
    fix = shown["state"]["fixes"][0]["id"]
    path = f"{CONSULTATIONS}/{shown['id']}/fixes/{fix}/outcome"
    after = client.post(path, json={"outcome": "no_change"}).json
    assert fix not in [card["id"] for card in after["state"]["fixes"]]
    assert chances(after) != chances(shown)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_report_comes_as_markdown_json_and_html(client, language):
    shown = opened(client, language=language, text="loss is nan, lr 0.1")
    path = f"{CONSULTATIONS}/{shown['id']}/report"
    markdown = client.get(f"{path}?format=markdown").text
    assert shown["state"]["causes"][0]["name"] in markdown
    assert json.loads(client.get(f"{path}?format=json").text)["id"] == shown["id"]
    page = client.get(f"{path}?format=html").text
    assert "<html" in page
    assert "http-equiv" not in page


def test_script_in_a_persons_words_stays_text_in_the_report(client):
    shown = opened(
        client, text="loss is nan <script>alert(1)</script> <img src=x onerror=alert(1)>"
    )
    page = client.get(f"{CONSULTATIONS}/{shown['id']}/report?format=html").text
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_creation_with_the_same_idempotency_key_happens_once(client):
    headers = {"Idempotency-Key": "once"}
    first = client.post(CONSULTATIONS, json={"text": "loss is nan"}, headers=headers)
    second = client.post(CONSULTATIONS, json={"text": "loss is nan"}, headers=headers)
    other = client.post(CONSULTATIONS, json={"text": "other"}, headers=headers)
    assert first.json["id"] == second.json["id"]
    assert other.json["code"] == "idempotency_conflict"


@pytest.mark.parametrize(
    ("method", "path"),
    [("get", ""), ("delete", ""), ("post", "/undo"), ("get", "/report"), ("delete", "/evidence/x")],
)
def test_unknown_consultations_are_not_found(client, method, path):
    response = getattr(client, method)(f"{CONSULTATIONS}/nobody{path}")
    assert (response.status_code, response.json["code"]) == (404, "not_found")


@pytest.mark.parametrize("text", ["都试过了，没用", "tried that, it did not help"])
def test_a_fix_that_did_not_help_can_be_told_in_words(client, text):
    shown = opened(client, evidence=[{"id": "training_loss_diverges", "state": "present"}])
    path = f"{CONSULTATIONS}/{shown['id']}/messages"
    after = client.post(path, json={"text": text}).json
    fix = shown["state"]["fixes"][0]["id"]
    assert fix not in [card["id"] for card in after["state"]["fixes"]]


def test_before_anything_was_told_no_fix_was_advised_and_none_was_tried(client):
    shown = opened(client, text="都试过了，没用")
    report = client.get(f"{CONSULTATIONS}/{shown['id']}/report?format=json").json
    assert all("tried" not in entry["data"] for entry in report["entries"])


def test_the_json_report_holds_enough_to_replay_the_consultation(client):
    shown = opened(client, text="loss is nan after 200 steps, lr=0.1")
    path = f"{CONSULTATIONS}/{shown['id']}"
    client.post(f"{path}/undo")
    client.put(f"{path}/evidence/learning_rate", json={"value": 0.5})
    told = client.get(f"{path}/report?format=json").json
    entries = tuple(Entry(**row) for row in told["entries"])
    replayed = Consultation("again", "en", entries).case
    known = {item["id"]: item["value"] for item in told["state"]["findings"] if not item["because"]}
    assert (
        {item.finding: item.value for item in replayed.evidence} == known == {"learning_rate": 0.5}
    )
