"""A single .npy file: the inputs of a batch, without targets."""

from pathlib import Path

from probes.batch import Batch
from probes.formats.archives.mapped_file import mapped
from probes.formats.batch_roles import batch_of
from probes.formats.guarded import only_refusals
from probes.formats.npy_array import MAGIC, npy_array


def recognises(head: bytes, path: Path) -> bool:  # noqa: ARG001
    return head.startswith(MAGIC)


@only_refusals
def read(path: Path) -> Batch:
    return batch_of({"x": npy_array(mapped(path))}, "npy")


def read_pair(inputs: Path, targets: Path) -> Batch:
    """Two files that belong together; which is which the person has said."""
    arrays = {"x": npy_array(mapped(inputs)), "y": npy_array(mapped(targets))}
    return batch_of(arrays, "npy")
