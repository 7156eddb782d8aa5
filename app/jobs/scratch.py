"""An upload as one file of this machine, for as long as a job looks at it."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.database import Database
from app.problems import Problem
from app.storage import Storage
from app.uploads.intake import part_keys


class Scratch:
    """A folder of one worker's own, emptied after each job and at each start."""

    def __init__(self, folder: Path, database: Database, storage: Storage):
        self.folder = folder
        self.database = database
        self.storage = storage
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700, parents=True)

    @contextmanager
    def room(self) -> Iterator["Room"]:
        folder = Path(tempfile.mkdtemp(dir=self.folder))
        try:
            yield Room(folder, self.database, self.storage)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def close(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


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
