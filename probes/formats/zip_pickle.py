"""torch.save files since PyTorch 1.6: a zip archive with data.pkl and one record per storage."""

from pathlib import Path

from probes.batch import Batch
from probes.checkpoint import Checkpoint
from probes.formats.archives.mapped_file import mapped
from probes.formats.archives.zip_contents import zip_kind
from probes.formats.archives.zip_directory import Zip
from probes.formats.guarded import only_refusals
from probes.formats.layouts.from_tree import from_tree
from probes.formats.pickles.binding import Binder
from probes.formats.pickles.budget import budget_for
from probes.formats.pickles.torch_file import read_zip


def recognises(head: bytes, path: Path) -> bool:
    return zip_kind(head, path) == "torch"


@only_refusals
def read(path: Path) -> Checkpoint | Batch:
    data = mapped(path)
    budget = budget_for(len(data))
    tree = read_zip(Zip(data, budget.unfolding), budget)
    return from_tree(tree, Binder(len(data)), "torch_zip")
