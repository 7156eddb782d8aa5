"""An upload as one file of this machine, for as long as a job looks at it."""

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from app.database import Database
from app.problems import Problem
from app.storage import Storage
from app.uploads.intake import part_keys

YOUNG_SECONDS = 10  # between the making of a folder and its lock


class Scratch:
    """A folder of one worker's own, held by a lock that ends with the worker, however it ends."""

    def __init__(self, folder: Path, database: Database, storage: Storage):
        self.folder = folder
        self.database = database
        self.storage = storage
        folder.mkdir(mode=0o700, parents=True)
        self._held = _hold(folder)
        _forget_dead(folder.parent)

    @contextmanager
    def room(self) -> Iterator["Room"]:
        folder = Path(tempfile.mkdtemp(dir=self.folder))
        try:
            yield Room(folder, self.database, self.storage)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def close(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        if self._held is not None:
            os.close(self._held)
            self._held = None


def _hold(folder: Path) -> int | None:
    """None where another holds it."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return handle


def _forget_dead(folder: Path) -> None:
    """What workers that were killed have left; whoever is about to start is young."""
    for left in folder.iterdir():
        with suppress(OSError):
            if time.time() - left.stat().st_mtime < YOUNG_SECONDS:
                continue
            handle = _hold(left)
            if handle is not None:
                shutil.rmtree(left, ignore_errors=True)
                os.close(handle)


class Room:
    def __init__(self, folder: Path, database: Database, storage: Storage):
        self.folder, self.database, self.storage = folder, database, storage

    def fetch(self, upload_id: str) -> Path:
        """A single piece in a folder is read where it lies; anything else is put together here."""
        whole = self.folder / upload_id
        if whole.exists():
            return whole
        with self.database.read() as session:
            keys = part_keys(session, upload_id)
        if len(keys) == 1 and (here := self.storage.local(keys[0])):
            return here
        try:
            with os.fdopen(
                os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb"
            ) as out:
                for key in keys:
                    out.writelines(self.storage.read(key))
        except OSError as error:
            whole.unlink(missing_ok=True)
            raise Problem("storage_full", 507) from error
        return whole
