"""A connection is closed as idle only if nothing has come in on it."""

import socket
import time

from waitress.channel import HTTPChannel


class Unhurried(HTTPChannel):
    """waitress marks what has long been silent and closes it without another look: a request that
    had arrived and was not read yet, because the machine was busy, was torn with its connection."""

    def handle_write(self) -> None:
        if self.will_close and self._is_silent() and self._has_unread():
            self.will_close, self.last_activity = False, time.time()
        else:
            super().handle_write()

    def _is_silent(self) -> bool:
        """Nothing is worked on or still to be sent: it closes because of its age alone."""
        return not (self.requests or self.total_outbufs_len or self.close_when_flushed)

    def _has_unread(self) -> bool:
        try:
            return bool(self.socket.recv(1, socket.MSG_PEEK))  # never waits
        except OSError:
            return False
