"""A zipped run folder: TensorBoard event files of several writers, or the metrics of MLflow."""

import io
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from probes.formats import mlflow_metrics, tensorboard_events
from probes.formats.archives.mapped_file import mapped
from probes.formats.archives.zip_contents import is_junk, zip_kind
from probes.formats.archives.zip_directory import Zip, is_zip
from probes.formats.guarded import only_refusals
from probes.formats.history_limits import FILES_IN_FOLDER
from probes.formats.tensorboard_events import Points
from probes.history import History
from probes.refusal import Refusal

HEAD_BYTES = 4096


def recognises(head: bytes, path: Path) -> bool:
    """Of the zips that hold no weights those in which metrics lie where they are written."""
    if not is_zip(head) or zip_kind(head, path) is not None:
        return False
    return any(_may_hold_metrics(name) for name in Zip(mapped(path)).names)


@only_refusals
def read(path: Path) -> History:
    archive = Zip(mapped(path))
    names = [name for name in archive.names if _may_hold_metrics(name)]
    if len(names) > FILES_IN_FOLDER:
        raise Refusal("history_too_many_files", files=len(names), limit=FILES_IN_FOLDER)
    points: dict[str, Points] = {}
    for name in names:
        points.update(_points(PurePosixPath(name), bytes(archive.view(name))))
    return tensorboard_events.of_points(points, "run_folder")


def _may_hold_metrics(name: str) -> bool:
    path = PurePosixPath(name)
    return not is_junk(name) and ("metrics" in path.parts[:-1] or "tfevents" in path.name)


def _points(member: PurePosixPath, data: bytes) -> Iterator[tuple[str, Points]]:
    """Tags, under the writer's folder (train, validation) where there is one."""
    head = data[:HEAD_BYTES]
    if tensorboard_events.recognises(head, Path()):
        folder = member.parent.name
        for tag, points in tensorboard_events.gathered(io.BytesIO(data)).items():
            yield (f"{folder}/{tag}" if folder else tag), points
    elif mlflow_metrics.recognises(head, Path()):
        parts = member.parts
        name = "/".join(parts[parts.index("metrics") + 1 :])
        yield name, mlflow_metrics.of_text(data.decode("utf-8", "replace"))
