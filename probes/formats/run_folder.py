"""A zipped run folder: TensorBoard event files of several writers, or the metrics of MLflow."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from probes.formats import mlflow_metrics, tensorboard_events
from probes.formats.history_limits import FILE_BYTES, FILES_IN_FOLDER
from probes.formats.tensorboard_events import Points
from probes.history import History
from probes.refusal import Refusal

HEAD_BYTES = 4096


def recognises(head: bytes, path: Path) -> bool:
    if not head.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return any(True for _ in _histories(archive, heads_only=True))
    except (zipfile.BadZipFile, OSError, Refusal, NotImplementedError, ValueError):
        return False


def read(path: Path) -> History:
    points: dict[str, Points] = {}
    try:
        with zipfile.ZipFile(path) as archive:
            members = list(_histories(archive))
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError, RuntimeError) as error:
        if isinstance(error, Refusal):
            raise
        raise Refusal("archive_broken") from error
    for member, data in members:
        for tag, found in _points(member, data).items():
            points[tag] = found
    return of_points_of_one_run(points)


def of_points_of_one_run(points: dict[str, Points]) -> History:
    return tensorboard_events.of_points(points, "run_folder")


def _histories(
    archive: zipfile.ZipFile, heads_only: bool = False
) -> Iterator[tuple[PurePosixPath, bytes]]:
    """Members that hold metrics; only their first bytes are looked at before."""
    members = [info for info in archive.infolist() if not info.is_dir()]
    if len(members) > FILES_IN_FOLDER:
        raise Refusal("archive_too_many_files", files=len(members), limit=FILES_IN_FOLDER)
    left = FILE_BYTES
    for info in members:
        name = PurePosixPath(info.filename)
        if not _may_hold_metrics(name):
            continue
        with archive.open(info) as file:
            head = file.read(HEAD_BYTES)
            if not (_is_events(head) or mlflow_metrics.recognises(head, Path(name.name))):
                continue
            data = head if heads_only else head + file.read(left + 1 - len(head))
        left -= len(data)
        if left < 0:
            raise Refusal("history_too_large", bytes=FILE_BYTES - left, limit=FILE_BYTES)
        yield name, data


def _may_hold_metrics(name: PurePosixPath) -> bool:
    return "metrics" in name.parts or "tfevents" in name.name


def _is_events(head: bytes) -> bool:
    return tensorboard_events.recognises(head, Path())


def _points(member: PurePosixPath, data: bytes) -> dict[str, Points]:
    """Tags, under the writer's folder (train, validation) where there is one."""
    if _is_events(data[:HEAD_BYTES]):
        folder = member.parent.name
        found = tensorboard_events.gathered(io.BytesIO(data))
        return {f"{folder}/{tag}" if folder else tag: points for tag, points in found.items()}
    parts = member.parts
    name = "/".join(parts[parts.index("metrics") + 1 :])
    return {name: mlflow_metrics.of_text(data.decode("utf-8", "replace"))}
