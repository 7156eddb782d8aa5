"""A server that is asked to stop does not wait for those who listen."""

import time

import requests

from tests.app.cluster.machines import Web


def test_an_open_event_stream_does_not_hold_up_the_end(tmp_path):
    with Web(tmp_path / "web") as web:
        address = f"{web.open()}/events"
        told = {"Accept": "text/event-stream"}
        with requests.get(address, headers=told, stream=True, timeout=10) as stream:
            next(stream.iter_lines())
            began = time.monotonic()
            assert web.stop() == 0
            assert time.monotonic() - began < 4
