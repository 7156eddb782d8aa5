"""np.savez files: a batch of named arrays, or weights where the names are those of layers."""

from pathlib import Path

import numpy as np

from probes.batch import Batch
from probes.checkpoint import Checkpoint, StoredTensor
from probes.formats.archives.mapped_file import mapped
from probes.formats.archives.zip_contents import is_junk, zip_kind
from probes.formats.archives.zip_directory import Zip
from probes.formats.batch_roles import batch_of, looks_like_batch
from probes.formats.guarded import only_refusals
from probes.formats.layouts.named_weights import named_weights
from probes.formats.npy_array import npy_array
from probes.formats.tensor_types import native_name
from probes.refusal import Refusal

MAX_ARRAYS = 10_000


def recognises(head: bytes, path: Path) -> bool:
    return zip_kind(head, path) == "arrays"


@only_refusals
def read(path: Path) -> Batch | Checkpoint:
    return of_archive(Zip(mapped(path)))


def of_archive(archive: Zip) -> Batch | Checkpoint:
    names = [name for name in archive.names if not is_junk(name) and name.endswith(".npy")]
    if len(names) > MAX_ARRAYS:
        raise Refusal("too_many_tensors", limit=MAX_ARRAYS)
    arrays = {name.removesuffix(".npy"): npy_array(archive.view(name)) for name in names}
    shapes = {name.rpartition("/")[2]: array.shape for name, array in arrays.items()}
    if looks_like_batch(shapes) or _unnamed(arrays):
        return batch_of({name.rpartition("/")[2]: a for name, a in arrays.items()}, "npz")
    tensors = {name: _stored(name, array) for name, array in arrays.items()}
    return named_weights(tensors, "npz", ordered=True)


def _unnamed(arrays: dict[str, np.ndarray]) -> bool:
    """arr_0, arr_1 with as many samples in each."""
    lengths = {array.shape[:1] for array in arrays.values()}
    return len(lengths) == 1 and () not in lengths and 1 <= len(arrays) <= 4


def _stored(name: str, array: np.ndarray) -> StoredTensor:
    return StoredTensor(native_name(array.dtype), array.shape, array, name)
