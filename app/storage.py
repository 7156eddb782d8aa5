"""Where the bytes of uploads lie: a folder by default, any fsspec URL (s3://bucket/prefix) else.

A piece is written once under a name of ours and never changed, so that a killed writer leaves
nothing half-written that anybody reads; the database says which pieces count.
"""

import errno
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import fsspec
import structlog

from app.problems import Problem

log = structlog.get_logger()
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
COPY_BYTES = 1 << 20
S3: dict[str, Any] = {
    "use_listings_cache": False,  # other machines write there too
    "skip_instance_cache": True,
    "config_kwargs": {
        "connect_timeout": 3,
        "read_timeout": 20,
        "retries": {"mode": "standard", "max_attempts": 3},
    },
}


class Storage:
    def __init__(self, url: str):
        options = S3 if url.startswith("s3://") else {}
        self.files, self.root = fsspec.core.url_to_fs(url, **options)
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
            log.error("storage_failed", error=type(error).__name__, number=error.errno)
            raise Problem("unavailable", 503) from error
        except BaseException:
            self._drop(path)
            raise

    def read(self, key: str) -> Iterator[bytes]:
        with self._reached(), self.files.open(self._path(key), "rb") as file:
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
        with self._reached():
            for piece in self._found(path):
                self.files.rm_file(piece)

    def prefixes(self) -> list[str]:
        """The folders that exist, for finding those that nobody knows any more."""
        with self._reached():
            try:
                return [Path(entry).name for entry in self.files.ls(self.root, detail=False)]
            except FileNotFoundError:  # nothing was written yet
                return []

    def age(self, prefix: str) -> timedelta:
        """Since it was last written; none at all where the storage does not tell."""
        if self.is_folder:
            return self._age_of_folder(prefix)
        with self._reached():
            pieces = self._found(self._path(prefix)).values()
        written = [piece["LastModified"] for piece in pieces if "LastModified" in piece]
        return datetime.now(UTC) - max(written) if written else timedelta(0)

    def free(self) -> int | None:
        """Bytes left; None where nobody can tell."""
        return shutil.disk_usage(self.root).free if self.is_folder else None

    def _age_of_folder(self, prefix: str) -> timedelta:
        try:
            return datetime.now(UTC) - self.files.modified(self._path(prefix))
        except OSError:
            return timedelta(0)

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
        """One request for a piece of some MiB: it is there whole, or not at all."""
        data = b"".join(pieces)
        with self._reached():
            try:
                self.files.pipe_file(path, data)
            except FileNotFoundError:  # the bucket of a new installation
                self.files.mkdir(self.root.partition("/")[0])
                self.files.pipe_file(path, data)
        return len(data)

    def _found(self, path: str) -> dict[str, dict[str, Any]]:
        """Every piece below the path and what is told of it."""
        try:
            return self.files.find(path, detail=True)
        except FileNotFoundError:  # the bucket of a new installation
            return {}

    def _drop(self, path: str) -> None:
        try:
            self.files.rm_file(path)
        except (OSError, Problem):  # it may never have come to exist; the sweep finds what is left
            return

    @contextmanager
    def _reached(self) -> Iterator[None]:
        """A store that is away is a Problem that passes, whatever its library calls it."""
        try:
            yield
        except (FileNotFoundError, Problem, GeneratorExit):
            raise
        except Exception as error:
            if self.is_folder:
                raise
            log.warning("storage_away", error=type(error).__name__)
            raise Problem("unavailable", 503) from error

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
