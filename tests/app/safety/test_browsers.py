"""What browsers are told, and what they may not do for the page of another site."""

import re

import pytest

from app import create_app
from app.settings import Settings
from tests.app.patient import API, SICK_LOG

PROMISED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def everywhere(patient):
    """One answer of every kind: pages, files, JSON, and each kind of error."""
    client = patient.client
    yield client.get("/")
    yield client.get("/static/page.css")
    yield client.get("/healthz")
    yield client.get("/metrics")
    yield client.get(patient.path)
    yield client.get(f"{patient.path}/report?format=html")
    yield client.get("/openapi/swagger")
    yield client.get("/problems/gone")
    yield client.get("/nothing")
    yield client.put("/healthz")
    yield client.post(API, data="{", content_type="application/json")
    yield client.post(API, data="text", content_type="text/plain")
    yield client.post(API, data=b"x" * 300_000, content_type="application/json")
    yield client.post(API, json={}, headers={"Sec-Fetch-Site": "cross-site"})


def test_every_response_carries_the_headers(patient):
    for answer in everywhere(patient):
        told = {name: answer.headers.get(name) for name in PROMISED}
        assert told == PROMISED, answer.request.path
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_scripts_run_only_with_the_nonce_of_this_answer(client):
    pages = [client.get("/") for _ in range(2)]
    nonces = [re.search(r"'nonce-([^']+)'", p.headers["Content-Security-Policy"])[1] for p in pages]
    assert nonces[0] != nonces[1]
    for page, nonce in zip(pages, nonces, strict=True):
        scripts = re.findall(r"<script\b[^>]*>", page.text)
        assert scripts
        assert all(f'nonce="{nonce}"' in script for script in scripts)
        policy = page.headers["Content-Security-Policy"]
        assert "unsafe-inline" not in policy
        assert "unsafe-eval" not in policy


def test_answers_with_secret_addresses_are_not_stored(patient):
    assert patient.client.get(patient.path).headers["Cache-Control"] == "no-store"


def test_a_report_is_a_download_that_runs_nothing(patient):
    answer = patient.client.get(f"{patient.path}/report?format=html")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 201),
        ({"Sec-Fetch-Site": "none"}, 201),
        ({"Origin": "http://localhost"}, 201),
        ({}, 201),
    ],
)
def test_only_our_own_page_and_programs_may_change_something(client, headers, status):
    assert client.post(API, json={}, headers=headers).status_code == status


def test_a_form_of_another_kind_is_no_json(client):
    answer = client.post(API, data='{"language": "en"}', content_type="text/plain")
    assert (answer.status_code, answer.json["code"]) == (415, "unsupported_media_type")


def test_another_host_name_is_not_answered(tmp_path):
    settings = Settings(data=tmp_path, trusted_hosts="localhost,127.0.0.1,[::1]")
    client = create_app(settings).test_client()
    assert client.get("/healthz", base_url="http://localhost:8000").status_code == 200
    assert client.get("/healthz", base_url="http://[::1]:8000").status_code == 200
    rebound = client.get("/healthz", base_url="http://evil.example:8000")
    assert rebound.status_code == 400
    assert rebound.mimetype == "application/problem+json"


def test_a_body_above_its_limit_is_not_read(patient):
    large = patient.client.post(API, data=b" " * 262_145, content_type="application/json")
    assert (large.status_code, large.json["code"]) == (413, "too_large")
    many = {f"field{n}": "x" for n in range(30)}
    assert patient.send(("log.csv", SICK_LOG), **many).status_code == 413
    assert patient.send(("log.csv", SICK_LOG), role="x" * 300_000).status_code == 413


def test_a_file_far_above_what_a_field_may_hold_comes_in_by_form(patient):
    assert patient.send(("log.csv", SICK_LOG + b"4,0.1,0.2\n" * 200_000)).status_code == 201
