"""Connections that are kept for the next request end when nothing came for long, and only then."""

import socket
import time
from contextlib import suppress

import pytest
from waitress import wasyncore

from app.cli.serve import _bind

ASK = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"


class Stepped:
    """The real server, whose loop turns when the test says so, and one caller."""

    def __init__(self, app, settings):
        self.server = _bind(app, "127.0.0.1", 0, settings)
        self.caller = socket.create_connection(("127.0.0.1", self.server.effective_port))
        self.caller.settimeout(0.05)

    def turn(self) -> None:
        wasyncore.loop(timeout=0.05, use_poll=True, map=self.server._map, count=1)

    def heard(self) -> bytes | None:
        """None: the server has closed the connection; an error: it has torn it."""
        until, said = time.monotonic() + 20, b""
        while not said.endswith(b"}\n"):
            assert time.monotonic() < until, "no answer"
            self.turn()
            with suppress(TimeoutError):
                more = self.caller.recv(65536)
                if not more:
                    return None
                said += more
        return said

    def grow_old(self) -> None:
        """As if the last word were long past, and it were time to look for such connections."""
        for channel in self.server.active_channels.values():
            while channel.requests:  # its thread has answered and is about to say so
                time.sleep(0.01)
            channel.last_activity = 0
        self.server.next_channel_cleanup = 0

    def close(self) -> None:
        self.caller.close()
        for channel in list(self.server.active_channels.values()):
            channel.handle_close()
        self.server.task_dispatcher.shutdown()
        self.server.close()


@pytest.fixture
def stepped(app, settings):
    stepped = Stepped(app, settings)
    stepped.caller.sendall(ASK)
    assert stepped.heard().startswith(b"HTTP/1.1 200")
    yield stepped
    stepped.close()


def test_an_idle_connection_is_closed(stepped):
    stepped.grow_old()
    assert stepped.heard() is None


def test_a_request_that_has_arrived_on_an_idle_connection_is_answered(stepped):
    stepped.grow_old()
    stepped.caller.sendall(ASK)  # it lies at the server, which has not read it
    assert stepped.heard().startswith(b"HTTP/1.1 200")
    stepped.grow_old()
    assert stepped.heard() is None
