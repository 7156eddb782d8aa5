"""Callers who say nothing, or a byte now and then, keep nobody else waiting."""

import socket
import time
from contextlib import ExitStack

import requests

from app.cli.serve import THREADS
from tests.app.live import Server

REQUEST = b"POST /api/v1/consultations HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500\r\n\r\n{"


def test_more_slow_callers_than_threads_hold_none(tmp_path):
    with Server(tmp_path / "data") as server, ExitStack() as stack:
        for told in [b"", REQUEST] * THREADS:
            caller = stack.enter_context(socket.create_connection(("127.0.0.1", server.port)))
            caller.sendall(told)
        began = time.perf_counter()
        assert requests.get(f"{server.url}/healthz", timeout=5).ok
        assert time.perf_counter() - began < 1.0
        assert server.open()
