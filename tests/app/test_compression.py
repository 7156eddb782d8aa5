"""The page is light, and what is compressed is the same text."""

import gzip
from pathlib import Path

import brotli
import pytest

import app as service
from tests.app.patient import SICK_LOG

LIGHT = 150 * 1024
OURS = sorted(path.name for path in (Path(service.__file__).parent / "static").iterdir())
UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress}


def test_the_page_with_all_its_scripts_and_styles_is_light(client):
    parts = ["/", *(f"/static/{name}" for name in OURS)]
    sent = [client.get(part, headers={"Accept-Encoding": "br"}).data for part in parts]
    assert sum(map(len, sent)) < LIGHT


@pytest.mark.parametrize("encoding", sorted(UNPACK))
@pytest.mark.parametrize("path", ["/api/v1/causes?limit=200", "/openapi/openapi.json"])
def test_unpacked_it_is_what_it_was(client, encoding, path):
    packed = client.get(path, headers={"Accept-Encoding": encoding})
    assert packed.headers["Content-Encoding"] == encoding
    assert "Accept-Encoding" in packed.headers["Vary"]
    plain = client.get(path)
    assert "Content-Encoding" not in plain.headers
    assert len(packed.data) < len(plain.data) / 3
    assert UNPACK[encoding](packed.data) == plain.data


@pytest.mark.parametrize("path", ["/knowledge", "/api/v1/info", "/static/page.css"])
def test_what_has_not_changed_is_not_sent_again(client, path):
    headers = {"Accept-Encoding": "br"}
    first = client.get(path, headers=headers)
    again = client.get(path, headers={**headers, "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_events_arrive_at_once(patient):
    patient.send(("log.csv", SICK_LOG))
    headers = {"Accept": "text/event-stream", "Accept-Encoding": "br, gzip"}
    stream = patient.client.get(f"{patient.path}/events", headers=headers)
    assert "Content-Encoding" not in stream.headers
    stream.close()
