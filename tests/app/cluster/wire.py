"""A line to a server that can be cut and mended, without touching the server."""

import socket
import threading
from contextlib import suppress
from urllib.parse import urlsplit


class Wire:
    """Listens on a port of its own and passes everything on to `url`."""

    def __init__(self, url: str, port: int):
        address = urlsplit(url)
        self._there = (address.hostname, address.port or port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        whom, at, _ = address.netloc.rpartition("@")
        self.url = address._replace(netloc=f"{whom}{at}127.0.0.1:{self.port}").geturl()
        self._open: set[socket.socket] = set()
        self.whole = True
        self._flows = threading.Event()
        self._flows.set()
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Every connection breaks, and new ones do at once."""
        self.whole = False
        for end in list(self._open):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def freeze(self) -> None:
        """Connections are taken and kept, and nothing is ever answered."""
        self._flows.clear()

    def mend(self) -> None:
        self.whole = True
        self._flows.set()

    def close(self) -> None:
        self._listener.close()
        self.cut()
        self._flows.set()

    def _accept(self) -> None:
        while True:
            try:
                here, _ = self._listener.accept()
            except OSError:
                return
            if not self.whole:
                here.close()
                continue
            try:
                there = socket.create_connection(self._there, timeout=5)
            except OSError:
                here.close()
                continue
            there.settimeout(None)
            for pair in ((here, there), (there, here)):
                self._open.add(pair[0])
                threading.Thread(target=self._pass, args=pair, daemon=True).start()

    def _pass(self, here: socket.socket, there: socket.socket) -> None:
        try:
            while data := here.recv(65536):
                self._flows.wait()
                there.sendall(data)
        except OSError:
            pass
        finally:
            self._open.discard(here)
            for end in (here, there):
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
            here.close()
