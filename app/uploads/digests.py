"""SHA-256 while the pieces arrive; after a restart, once over what is stored."""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from typing import Any

from app.problems import Problem

KEPT = 256
ALGORITHMS = ("sha1", "sha256")


class Digests:
    """The running hashes of uploads that this process has received from their first byte on."""

    def __init__(self) -> None:
        self._running: OrderedDict[str, tuple[int, Any]] = OrderedDict()
        self._lock = threading.Lock()

    def begin(self, upload: str, offset: int) -> Any | None:
        """A copy to feed; None where the bytes before `offset` were not seen here."""
        with self._lock:
            known = self._running.get(upload)
        if offset == 0:
            return hashlib.sha256()
        return known[1].copy() if known and known[0] == offset else None

    def keep(self, upload: str, offset: int, running: Any | None) -> None:
        """Only what is safely stored counts, so a piece that failed leaves the hash as it was."""
        with self._lock:
            self._running.pop(upload, None)
            if running is not None:
                self._running[upload] = (offset, running)
            while len(self._running) > KEPT:
                self._running.popitem(last=False)

    def forget(self, upload: str) -> None:
        with self._lock:
            self._running.pop(upload, None)


def fed(pieces: Iterable[bytes], *running: Any | None) -> Iterator[bytes]:
    for piece in pieces:
        for one in running:
            if one is not None:
                one.update(piece)
        yield piece


class Promise:
    """What the sender says of a piece (Upload-Checksum), checked before it counts."""

    def __init__(self, algorithm: str, digest: bytes):
        if algorithm not in ALGORITHMS:
            raise Problem(
                "unknown_checksum", 400, given=algorithm[:20], known=", ".join(ALGORITHMS)
            )
        self.digest = digest
        self.running = hashlib.new(algorithm)

    def check(self) -> None:
        if self.running.digest() != self.digest:
            raise Problem("checksum_mismatch", 460)
