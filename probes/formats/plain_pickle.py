"""Plain pickles of NumPy arrays, tensors and whole objects, as pickle.dump writes them."""

from pathlib import Path

from probes.batch import Batch
from probes.checkpoint import Checkpoint
from probes.formats.archives.mapped_file import mapped
from probes.formats.guarded import only_refusals
from probes.formats.layouts.from_tree import from_tree
from probes.formats.pickles.binding import Binder
from probes.formats.pickles.budget import budget_for
from probes.formats.pickles.torch_file import is_legacy, read_pickle

# How a pickle can begin: with its protocol, or, for protocol 0 and 1, with what a container or
# an object starts with. Texts that happen to begin so are told apart by their second byte.
_FIRST = (b"(dp", b"(lp", b"(d", b"}q", b"}(", b"]q", b"](", b"ccopy_reg\n", b"ccollections\n")


def recognises(head: bytes, path: Path) -> bool:  # noqa: ARG001
    if is_legacy(head):
        return False
    return head[:1] == b"\x80" and head[1:2] in b"\2\3\4\5" or head.startswith(_FIRST)


@only_refusals
def read(path: Path) -> Checkpoint | Batch:
    data = mapped(path)
    return from_tree(read_pickle(data, budget_for(len(data))), Binder(len(data)), "pickle")
