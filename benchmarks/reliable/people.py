"""People who talk and send files, each with a list of what the server has acknowledged."""

import hashlib
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field

import requests

from tests.app.live import Server

SMALL = b"epoch,loss,val_loss\n1,2.0,2.1\n2,1.0,1.2\n3,0.5,0.9\n"
PIECE = 512 * 1024
TUS = {"Tus-Resumable": "1.0.0"}


def large_log(seed: int, rows: int = 120_000) -> bytes:
    """Long enough that its probes run when they are killed."""
    lines = (f"{n},{2.0 / (1 + (n + seed) / 9000):.6f}" for n in range(rows))
    return ("step,loss\n" + "\n".join(lines) + "\n").encode()


@dataclass
class Person:
    """Answers, and sends a small file now and then, in one request."""

    server: Server
    address: str
    answers: int = 0
    files: list[str] = field(default_factory=list)  # SHA-256 of each that was acknowledged
    stopping: threading.Event = field(default_factory=threading.Event)

    def live(self) -> None:
        while not self.stopping.is_set():
            with suppress(requests.RequestException):  # not acknowledged: nothing was promised
                self.act()
            time.sleep(0.2)

    def act(self) -> None:
        path = f"{self.address}/evidence/epochs_done"
        if requests.put(path, json={"value": self.answers + 1}, timeout=10).ok:
            self.answers += 1
        if self.answers % 4 == 1:
            self._send(SMALL + f"4,0.4,{0.9 + self.answers}\n".encode())

    def _send(self, data: bytes) -> None:
        sent = {"file": (f"log{len(self.files)}.csv", data)}
        if requests.post(f"{self.address}/uploads", files=sent, timeout=10).ok:
            self.files.append(hashlib.sha256(data).hexdigest())


@dataclass
class Courier(Person):
    """Sends one large file after the other in pieces, each resumed until it is there."""

    location: str = ""
    data: bytes = b""

    def live(self) -> None:
        super().live()
        while self.location:  # nobody goes home with half a file sent
            with suppress(requests.RequestException):
                self.act()

    def act(self) -> None:
        if not self.location:
            self.data = large_log(len(self.files))
            headers = {**TUS, "Upload-Length": str(len(self.data))}
            made = requests.post(f"{self.address}/uploads", headers=headers, timeout=10)
            made.raise_for_status()
            self.location = self.server.url + made.headers["Location"]
        told = requests.head(self.location, headers=TUS, timeout=10)
        offset = int(told.headers["Upload-Offset"])
        while offset < len(self.data):
            offset = self._piece(offset)
        self.files.append(hashlib.sha256(self.data).hexdigest())
        self.location = ""
        self.stopping.wait(5.0)  # a consultation holds so many files, not more

    def _piece(self, offset: int) -> int:
        headers = {**TUS, "Upload-Offset": str(offset),
                   "Content-Type": "application/offset+octet-stream"}  # fmt: skip
        piece = self.data[offset : offset + PIECE]
        sent = requests.patch(self.location, data=piece, headers=headers, timeout=10)
        sent.raise_for_status()
        return int(sent.headers["Upload-Offset"])
