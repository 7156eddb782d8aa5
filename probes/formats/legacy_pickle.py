"""torch.save files before PyTorch 1.6: pickles one after the other, then the raw storages."""

from pathlib import Path

from probes.batch import Batch
from probes.checkpoint import Checkpoint
from probes.formats.archives.mapped_file import mapped
from probes.formats.guarded import only_refusals
from probes.formats.layouts.from_tree import from_tree
from probes.formats.pickles.binding import Binder
from probes.formats.pickles.budget import budget_for
from probes.formats.pickles.torch_file import is_legacy, read_legacy


def recognises(head: bytes, path: Path) -> bool:  # noqa: ARG001
    return is_legacy(head)


@only_refusals
def read(path: Path) -> Checkpoint | Batch:
    data = mapped(path)
    return from_tree(read_legacy(data, budget_for(len(data))), Binder(len(data)), "torch_legacy")
