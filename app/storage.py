"""Where the bytes of uploads lie: a folder by default, any fsspec URL (s3://bucket/prefix) else.

A piece is written once under a name of ours and never changed, so that a killed writer leaves
nothing half-written that anybody reads; the database says which pieces count.
"""

import errno
import os
import shutil
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import fsspec

from app.problems import Problem

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
COPY_BYTES = 1 << 20


class Storage:
    def __init__(self, url: str):
        self.files, self.root = fsspec.core.url_to_fs(url)
        self.is_folder = "file" in self.files.protocol
        if self.is_folder:
            Path(self.root).mkdir(mode=0o700, parents=True, exist_ok=True)

    def write(self, key: str, pieces: Iterable[bytes]) -> int:
        """The bytes are safe when this returns. Raises Problem(storage_full), leaving nothing."""
        path = self._path(key)
        try:
            return self._write_folder(path, pieces) if self.is_folder else self._put(path, pieces)
        except OSError as error:
            self._drop(path)
            if error.errno in _FULL:
                raise Problem("storage_full", 507) from error
            raise
        except BaseException:
            self._drop(path)
            raise

    def read(self, key: str) -> Iterator[bytes]:
        with self.files.open(self._path(key), "rb") as file:
            while chunk := file.read(COPY_BYTES):
                yield chunk

    def local(self, key: str) -> Path | None:
        """The piece as a file of this machine, where it is one."""
        return Path(self._path(key)) if self.is_folder else None

    def delete(self, prefix: str) -> None:
        """All pieces whose key begins with the folder `prefix`; gone already is fine."""
        path = self._path(prefix)
        if self.is_folder:
            shutil.rmtree(path, ignore_errors=True)
            if Path(path).exists():
                raise OSError(f"could not delete {prefix}")
            return
        self.files.invalidate_cache()
        if self.files.exists(path):
            self.files.rm(path, recursive=True)

    def prefixes(self) -> list[str]:
        """The folders that exist, for finding those that nobody knows any more."""
        self.files.invalidate_cache()
        if not self.files.exists(self.root):
            return []
        return [Path(entry).name for entry in self.files.ls(self.root, detail=False)]

    def age(self, prefix: str) -> timedelta:
        """Since it was last written; none at all where the storage does not tell."""
        try:
            return datetime.now(UTC) - self.files.modified(self._path(prefix))
        except (OSError, NotImplementedError, KeyError):
            return timedelta(0)

    def free(self) -> int | None:
        """Bytes left; None where nobody can tell."""
        return shutil.disk_usage(self.root).free if self.is_folder else None

    def _write_folder(self, path: str, pieces: Iterable[bytes]) -> int:
        folder = Path(path).parent
        folder.mkdir(mode=0o700, exist_ok=True)
        written = 0
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            for piece in pieces:
                written += file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        for synced in (folder, folder.parent):
            _sync_folder(synced)
        return written

    def _put(self, path: str, pieces: Iterable[bytes]) -> int:
        written = 0
        with self.files.open(path, "wb") as file:
            for piece in pieces:
                written += file.write(piece)
        return written

    def _drop(self, path: str) -> None:
        try:
            self.files.rm(path)
        except OSError:  # it may never have come to exist; the sweep finds what is left
            return

    def _path(self, key: str) -> str:
        if ".." in key or key.startswith("/"):
            raise ValueError("a key of ours never leaves the storage")
        return f"{self.root}/{key}"


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
