"""A disk that is really full: a small file system of its own, which takes root on Linux."""

import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

possible = sys.platform == "linux" and os.geteuid() == 0


class SmallDisk:
    def __init__(self, folder: Path):
        self.folder = folder
        self._filler = folder / "of somebody else"

    def fill(self, leave: int = 0) -> None:
        """Somebody else writes until the disk is full, or until only `leave` bytes are left."""
        with self._filler.open("ab") as file:
            for size in (1 << 16, 1 << 12):
                self._write(file.fileno(), size, leave)

    def _write(self, handle: int, size: int, leave: int) -> None:
        try:
            while self.free - size >= leave:
                os.write(handle, bytes(size))
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise

    def tidy(self) -> None:
        self._filler.unlink(missing_ok=True)

    @property
    def free(self) -> int:
        told = os.statvfs(self.folder)
        return told.f_bavail * told.f_frsize


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[SmallDisk]:
    folder.mkdir()
    size = f"size={megabytes}m"
    subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(folder)], check=True)
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)
