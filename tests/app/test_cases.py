"""The stateless verbs of the API, from outside."""

import pytest

from knowledge_base import load

API = "/api/v1"
KB = load()


def diagnose(client, **body):
    response = client.post(f"{API}/diagnose", json=body)
    assert response.status_code == 200, response.json
    return response.json


def test_text_and_evidence_lead_to_ranked_causes_and_fixes(client):
    found = diagnose(
        client,
        text="loss becomes nan right after the first backward pass",
        evidence=[
            {"id": "division_in_model", "state": "present"},
            {"id": "learning_rate", "value": 1e-3},
        ],
    )
    chances = [cause["probability"] for cause in found["causes"]]
    assert chances == sorted(chances, reverse=True)
    assert min(chances) > 0.001
    assert {"nan_at_first_step", "division_in_model"} <= {f["id"] for f in found["findings"]}
    assert found["knowledge_base"] == KB.hash
    assert found["fixes"][0]["code"]
    assert found["triage"]


def test_the_same_request_has_the_same_answer(client):
    body = {"text": "验证集 loss 上升，准确率也上升", "language": "zh"}
    assert diagnose(client, **body) == diagnose(client, **body)


def test_an_answer_is_in_the_language_asked_for(client):
    found = diagnose(client, text="loss is nan", language="zh")
    name = KB.causes[found["causes"][0]["id"]].name
    assert found["causes"][0]["name"] == name.zh
    by_header = client.post(
        f"{API}/diagnose", json={"text": "loss is nan"}, headers={"Accept-Language": "zh-CN,zh"}
    )
    assert by_header.json["causes"][0]["name"] == name.zh


def test_advice_and_code_carry_the_persons_numbers(client):
    found = diagnose(
        client,
        evidence=[
            {"id": "learning_rate", "value": 0.5},
            {"id": "optimizer", "value": "adam"},
            {"id": "training_loss_diverges", "state": "present"},
            {"id": "lower_rate_helps", "state": "present"},
        ],
    )
    fix = next(fix for fix in found["fixes"] if fix["id"] == "lower_learning_rate")
    assert "0.5" in fix["advice"]
    assert "0.1" in fix["advice"]
    assert "0.1" in fix["code"]


def test_a_person_who_uses_tensorflow_gets_keras_code(client):
    rate = {"id": "learning_rate", "value": 0.5}
    sign = {"id": "training_loss_diverges", "state": "present"}
    keras = {"id": "framework", "value": "tensorflow"}
    fixes = diagnose(client, evidence=[rate, sign, keras])["fixes"]
    assert "keras" in {fix["framework"] for fix in fixes}


def test_the_question_says_why_it_is_asked_and_what_answers_would_change(client):
    question = diagnose(client, text="the training loss does not go down")["question"]
    assert question["kind"] in {"single", "group", "number"}
    assert question["why"]["text"]
    assert question["why"]["changes"]
    for item in question["items"]:
        assert item["id"] in KB.findings
        assert item["information_bits"] > 0
        assert item["choices"][-1]["id"] == "unknown"


def test_explain_has_a_ledger_that_sums_to_its_total(client):
    body = {
        "evidence": [{"id": "loss_becomes_nan", "state": "present"}],
        "cause": "division_by_zero",
        "against": "learning_rate_too_high",
    }
    ledger = client.post(f"{API}/explain", json=body).json["ledger"]
    assert sum(entry["bits"] for entry in ledger["entries"]) == pytest.approx(
        ledger["total_bits"], abs=1e-9
    )


def test_what_if_leaves_the_case_as_it_is(client):
    body = {
        "evidence": [{"id": "loss_becomes_nan", "state": "present"}],
        "change": [{"id": "inputs_contain_nan", "state": "present"}],
    }
    answer = client.post(f"{API}/whatif", json=body).json
    assert answer["now"] == diagnose(client, evidence=body["evidence"])
    assert answer["then"]["causes"][0]["id"] == "nan_or_inf_in_data"


def test_a_fix_tried_in_vain_speaks_against_its_cause(client):
    evidence = [{"id": "training_loss_diverges", "state": "present"}]
    before = {c["id"]: c["probability"] for c in diagnose(client, evidence=evidence)["causes"]}
    tried = [{"id": "lower_learning_rate", "outcome": "no_change"}]
    after = diagnose(client, evidence=evidence, tried=tried)["causes"]
    after = {c["id"]: c["probability"] for c in after}
    assert after["learning_rate_too_high"] < before["learning_rate_too_high"] / 2


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"evidence": [{"id": "loss_becomes_nna", "state": "present"}]}, 422, "no_such_finding"),
        ({"evidence": [{"id": "loss_becomes_nan", "state": "maybe"}]}, 422, "invalid"),
        ({"evidence": [{"id": "loss_becomes_nan"}]}, 422, "invalid"),
        ({"evidence": [{"id": "learning_rate", "value": -1}]}, 422, "impossible_value"),
        ({"evidence": [{"id": "optimizer", "value": "sgdd"}]}, 422, "impossible_state"),
        ({"evidence": [{"id": "loss_becomes_nan", "value": 3}]}, 422, "impossible_state"),
        ({"evidence": [{"id": "a", "state": "present"}] * 2}, 422, "evidence_twice"),
        ({"text": "   "}, 422, "empty_text"),
        ({"text": "x" * 100_000}, 413, "text_too_long"),
        ({"text": 7}, 422, "invalid"),
        ({"txet": "loss is nan"}, 422, "invalid"),
        ({"language": "fr"}, 422, "invalid"),
        ([], 422, "invalid"),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_bad_input_is_a_problem_with_a_sentence_that_helps(client, body, status, code, language):
    response = client.post(f"{API}/diagnose", json=body, headers={"Accept-Language": language})
    assert (response.status_code, response.json["code"]) == (status, code)
    assert response.mimetype == "application/problem+json"
    assert response.json["type"] == f"/problems/{code}"
    chinese = any("\u4e00" <= letter <= "\u9fff" for letter in response.json["title"])
    assert chinese == (language == "zh")
    assert client.get(response.json["type"]).status_code == 200


def test_a_misspelt_finding_is_answered_with_the_one_that_was_meant(client):
    body = {"evidence": [{"id": "loss_becomes_nna", "state": "present"}]}
    assert "loss_becomes_nan" in client.post(f"{API}/diagnose", json=body).json["detail"]


@pytest.mark.parametrize("body", [b"{", b'{"a": NaN}', b"\xff", b"[" * 999, b'{"a":1,"a":2}'])
def test_broken_json_is_a_400_problem(client, body):
    response = client.post(f"{API}/diagnose", data=body, content_type="application/json")
    assert response.status_code == 400
    assert response.mimetype == "application/problem+json"


def test_a_wrong_method_names_the_right_ones(client):
    response = client.get(f"{API}/diagnose")
    assert response.status_code == 405
    assert "POST" in response.headers["Allow"]
    assert response.json["code"] == "method_not_allowed"


def test_knowledge_is_browsed_with_its_hash_as_etag(client):
    response = client.get(f"{API}/causes/overfitting?language=zh")
    assert response.json["name"] == KB.causes["overfitting"].name.zh
    assert response.headers["ETag"].strip('"') == KB.hash
    again = client.get(f"{API}/causes/overfitting", headers={"If-None-Match": f'"{KB.hash}"'})
    assert again.status_code == 304
    assert client.get(f"{API}/causes/overfiting").json["code"] == "no_such_cause"
