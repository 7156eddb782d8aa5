"""safetensors files: weights, or a batch where the names are those of inputs and targets."""

from pathlib import Path

from probes.batch import Batch
from probes.checkpoint import Checkpoint, StoredTensor
from probes.formats.archives.mapped_file import mapped
from probes.formats.batch_roles import batch_of, looks_like_batch
from probes.formats.guarded import only_refusals
from probes.formats.layouts.named_weights import named_weights
from probes.formats.safetensors_header import starts_like_one, tensors_of


def recognises(head: bytes, path: Path) -> bool:  # noqa: ARG001
    return starts_like_one(head)


@only_refusals
def read(path: Path) -> Checkpoint | Batch:
    tensors, metadata = tensors_of(mapped(path))
    if tensors and looks_like_batch({name: stored.shape for name, stored in tensors.items()}):
        return batch_of({name: _values(stored) for name, stored in tensors.items()}, "safetensors")
    return named_weights(tensors, "safetensors", metadata)


def _values(stored: StoredTensor) -> object:
    return stored.array() if stored.dtype == "bfloat16" or not stored.readable else stored.raw
