"""Where others can reach the server, only who has a key comes in."""

from datetime import timedelta

import pytest
import structlog
from click.testing import CliRunner
from sqlalchemy import select

from app import create_app
from app.cli import main, serve
from app.safety import keys
from app.safety.rows import KeyRow
from app.settings import Settings
from tests.app.backends import EVERY
from tests.app.patient import API

BACKENDS = EVERY


@pytest.fixture
def settings(backend):
    return backend(require_key=True, limit_rates=False)


@pytest.fixture
def database(app):
    return app.extensions["desk"].store.database


@pytest.fixture
def key(database):
    return keys.make(database, "tester")


def bearer(key):
    return {"Authorization": f"Bearer {key}"}


def test_without_a_key_nothing_but_the_signs_of_life_is_told(client):
    assert client.get("/healthz").status_code == 200
    for path in ("/api/v1/info", "/metrics", "/openapi/openapi.json"):
        refused = client.get(path)
        assert (refused.status_code, refused.json["code"]) == (401, "key_required")
    page = client.get("/")
    assert page.status_code == 401
    assert 'name="key"' in page.text


def test_a_key_opens_and_a_revoked_one_does_not(client, database, key):
    assert client.post(API, json={}, headers=bearer(key)).status_code == 201
    keys.revoke(database, key.split("_")[1])
    refused = client.post(API, json={}, headers=bearer(key))
    assert (refused.status_code, refused.json["code"]) == (401, "key_wrong")


@pytest.mark.parametrize("change", [lambda k: k[:-1] + "!", lambda k: k.swapcase(), lambda k: ""])
def test_a_key_that_is_not_exactly_one_of_ours_does_not_open(client, key, change):
    assert client.get("/api/v1/info", headers=bearer(change(key))).status_code == 401


def test_an_expired_key_does_not_open(client, database):
    key = keys.make(database, "old", timedelta(seconds=-1))
    assert client.get("/api/v1/info", headers=bearer(key)).status_code == 401


def test_only_the_hash_of_a_key_is_kept(database, key):
    with database.read() as session:
        [row] = session.execute(select(KeyRow.__table__)).all()
    assert key.split("_", 2)[2] not in str(row)


def test_the_page_asks_once_and_keeps_a_cookie_that_no_script_reads(client, key):
    wrong = client.post("/session", data={"key": "wl_00000000_" + "x" * 43})
    assert wrong.status_code == 401
    entered = client.post("/session", data={"key": key})
    assert entered.status_code == 303
    cookie = entered.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert key not in cookie
    assert client.get("/").status_code == 200
    assert client.post(API, json={}).status_code == 201


def test_over_tls_the_cookie_belongs_to_this_host_alone(app, key):
    client = app.test_client()
    entered = client.post("/session", data={"key": key}, base_url="https://localhost")
    cookie = entered.headers["Set-Cookie"]
    assert cookie.startswith("__Host-s=")
    assert "Secure" in cookie
    assert "max-age" in entered.headers["Strict-Transport-Security"]


def test_revoking_a_key_ends_the_sessions_that_it_opened(client, database, key):
    client.post("/session", data={"key": key})
    keys.revoke(database, key.split("_")[1])
    assert client.get("/api/v1/info").status_code == 401


def test_a_cookie_is_not_looked_at_beside_a_wrong_key(client, key):
    client.post("/session", data={"key": key})
    assert client.get("/api/v1/info", headers=bearer("wl_bad")).status_code == 401


def test_leaving_ends_the_session(client, key):
    client.post("/session", data={"key": key})
    client.post("/session/end")
    assert client.get("/api/v1/info").status_code == 401


def test_who_asks_too_often_is_told_to_wait(backend):
    settings = backend(limit_rates=True, rate_messages="2 per minute")
    client = create_app(settings).test_client()
    statuses = [client.post(API, json={}).status_code for _ in range(3)]
    assert statuses == [201, 201, 429]
    refused = client.post(API, json={})
    assert refused.json["code"] == "rate_limited"
    assert int(refused.headers["Retry-After"]) <= 60
    assert client.get("/healthz").status_code == 200


def test_where_others_can_reach_it_the_server_does_not_start_without_a_key(tmp_path):
    before = structlog.get_config()
    told = CliRunner().invoke(main, ["serve", "--host", "0.0.0.0", "--data", str(tmp_path)])
    structlog.configure(**before)
    assert told.exit_code == 1
    assert "whyloss key add" in told.output


@pytest.mark.parametrize(
    ("host", "waived", "key"),
    [("127.0.0.1", False, False), ("::1", False, False), ("localhost", False, False),
     ("0.0.0.0", False, True), ("::", False, True), ("192.0.2.7", False, True),
     ("some.name", False, True), ("0.0.0.0", True, False)],
)  # fmt: skip
def test_a_key_is_needed_at_every_address_but_loopback_unless_it_is_waived(
    tmp_path, host, waived, key
):
    bound = serve._for_host(Settings(data=tmp_path), host, waived)
    assert bound.require_key == key
    alone = host in ("127.0.0.1", "::1", "localhost")
    assert bound.floor_needed != alone
    assert bool(bound.trusted_hosts) == alone
