"""A file as a read-only memory map: opening it costs the same for 1 kB and for 4 GB."""

import io
import mmap
from pathlib import Path

from probes.refusal import Refusal


def mapped(path: Path) -> memoryview:
    """The bytes of the file; pages are read when they are looked at."""
    try:
        with path.open("rb") as file:
            return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except ValueError:  # mmap refuses what holds no bytes
        raise Refusal("file_empty") from None
    except OSError as error:
        raise Refusal("file_unreadable", error=type(error).__name__) from None


class ViewFile(io.RawIOBase):
    """A seekable file over a memoryview without a copy, for libraries that want a file."""

    def __init__(self, view: memoryview):
        super().__init__()
        self._view, self._at = view, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: len(self._view)}[whence]
        self._at = max(0, start + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        part = self._view[self._at : self._at + len(buffer)]
        buffer[: len(part)] = part
        self._at += len(part)
        return len(part)
