"""What the server refuses before it reads it gets the same answers and headers as all else."""

import socket

import pytest
import requests

from tests.app.live import Server
from tests.app.safety.test_browsers import PROMISED

MIB = 2**20


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with Server(tmp_path_factory.mktemp("served") / "data") as server:
        yield server


def raw(server, request: bytes) -> tuple[str, dict[str, str]]:
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as caller:
        caller.sendall(request)
        told = b"".join(iter(lambda: caller.recv(4096), b"")).decode()
    head, _, body = told.partition("\r\n\r\n")
    lines = head.split("\r\n")
    return f"{lines[0]}\n{body}", dict(line.split(": ", 1) for line in lines[1:])


@pytest.mark.parametrize("size", [17 * MIB, 40 * MIB])
def test_a_form_that_is_too_large_is_told_the_way_for_large_files(server, size):
    consultation = server.open()
    answer = requests.post(
        f"{consultation}/uploads",
        files={"file": ("large.pt", bytes(size))},
        headers={"Accept-Language": "zh"},
        timeout=60,
    )
    assert (answer.status_code, answer.json()["code"]) == (413, "form_too_large")
    assert "tus" in answer.json()["detail"]
    assert "分块" in answer.json()["detail"]
    assert {name: answer.headers.get(name) for name in PROMISED} == PROMISED


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nBad Header: x\r\n\r\n", "400"),
        (b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n", "400"),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 262_200 + b"\r\n\r\n", "431"),
        (b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", "400"),
    ],
)
def test_what_is_no_request_is_refused_in_our_words_with_all_headers(server, request_, status):
    told, headers = raw(server, request_)
    assert told.startswith((f"HTTP/1.1 {status}", f"HTTP/1.0 {status}"))
    assert '"type": "/problems/' in told
    assert PROMISED.items() <= headers.items()
    assert server.answers()
