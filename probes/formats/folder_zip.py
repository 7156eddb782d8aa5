"""A zipped run folder: a HF Trainer checkpoint, sharded safetensors, pairs of arrays, one file."""

from pathlib import Path

from probes.batch import Batch
from probes.checkpoint import Checkpoint, StoredTensor
from probes.formats import keras_zip, npz
from probes.formats.archives.mapped_file import mapped
from probes.formats.archives.zip_contents import is_junk, kind_of_names, zip_kind
from probes.formats.archives.zip_directory import Zip, is_zip
from probes.formats.batch_roles import batch_of
from probes.formats.guarded import only_refusals
from probes.formats.hdf5_inert import MAGIC as HDF5_MAGIC
from probes.formats.keras_h5 import of_hdf5
from probes.formats.layouts.run_folder_parts import joined, with_trainer_state
from probes.formats.npy_array import npy_array
from probes.formats.pickles.binding import Binder
from probes.formats.pickles.budget import Budget, budget_for
from probes.formats.pickles.torch_file import any_pickle
from probes.formats.safetensors_header import starts_like_one, tensors_of
from probes.refusal import Refusal

_WEIGHT_FILES = (
    "model.safetensors",
    "pytorch_model.bin",
    "adapter_model.safetensors",
    "adapter_model.bin",
    "model.bin",
)
_SIDE_FILES = ("optimizer.pt", "optimizer.bin", "scheduler.pt", "training_args.bin")
_PICKLES = (".bin", ".pt", ".pth", ".ckpt", ".tar", ".pkl")
MAX_SHARDS = 2000


def recognises(head: bytes, path: Path) -> bool:
    return zip_kind(head, path) == "run_folder"


@only_refusals
def read(path: Path) -> Checkpoint | Batch:
    data = mapped(path)
    budget = budget_for(len(data))
    archive = Zip(data, budget.unfolding)
    names = [name for name in archive.names if not is_junk(name)]
    arrays = [name for name in names if name.endswith((".npy", ".npz"))]
    weights = _weight_files(names)
    if not weights and arrays:
        return _arrays(archive, arrays, budget)
    return _folder(archive, names, weights, budget)


def _arrays(archive: Zip, names: list[str], budget: Budget) -> Batch | Checkpoint:
    if len(names) == 1 and names[0].endswith(".npz"):
        return npz.of_archive(Zip(archive.view(names[0]), budget.unfolding))
    single = [name for name in names if name.endswith(".npy")]
    arrays = {Path(name).stem: npy_array(archive.view(name)) for name in single}
    return batch_of(arrays, "npy")


def _weight_files(names: list[str]) -> list[str]:
    """The shards, the file with the usual name, or the only one that can hold weights."""
    by_last = {name.rpartition("/")[2]: name for name in names}
    shards = [name for name in names if _is_shard(name)]
    if shards:
        return _all_shards(shards)
    for usual in _WEIGHT_FILES:
        if usual in by_last:
            return [by_last[usual]]
    others = [
        name
        for name in names
        if name.rpartition("/")[2] not in _SIDE_FILES
        and "rng_state" not in name
        and name.lower().endswith((*_PICKLES, ".safetensors", ".keras", ".h5", ".hdf5"))
    ]
    if len(others) > 1:
        raise Refusal("archive_many_checkpoints", count=len(others))
    return others


def _is_shard(name: str) -> bool:
    last = name.rpartition("/")[2]
    return "-of-" in last and last.endswith((".safetensors", ".bin"))


def _all_shards(shards: list[str]) -> list[str]:
    """model-00001-of-00003.safetensors: as many as the name says."""
    stem = shards[0].rpartition("/")[2].rpartition("-of-")[2].partition(".")[0]
    expected = int(stem) if stem.isdecimal() and len(stem) < 8 else len(shards)
    if len(shards) != expected or expected > MAX_SHARDS:
        raise Refusal("shards_missing", found=len(shards), expected=expected)
    return sorted(shards)


def _folder(archive: Zip, names: list[str], weights: list[str], budget: Budget) -> Checkpoint:
    binder = Binder(sum(member.size for member in archive.members.values()))
    trees: list[object] = []
    tensors: dict[str, StoredTensor] = {}
    for name in weights:
        found = _weights_of(archive.view(name), budget)
        if isinstance(found, (Checkpoint, Batch)):
            return found
        if isinstance(found, dict):
            tensors.update(found)
        else:
            trees.append(found)
    side = {
        last: any_pickle(archive.view(name), budget)
        for name in names
        if (last := name.rpartition("/")[2]) in _SIDE_FILES
    }
    checkpoint = joined(trees, tensors, side, binder)
    states = [name for name in names if name.endswith("trainer_state.json")]
    return with_trainer_state(checkpoint, archive.view(states[0])) if states else checkpoint


def _weights_of(data: memoryview, budget: Budget) -> object:
    """By content: safetensors as a dict, Keras as a Checkpoint, pickles as a tree."""
    head = bytes(data[:64])
    if head.startswith(HDF5_MAGIC):
        return of_hdf5(data)
    if is_zip(head):
        inner = Zip(data, budget.unfolding)
        kind = kind_of_names(inner.names)
        if kind == "keras":
            return keras_zip.of_archive(inner)
        if kind == "torchscript":
            raise Refusal("torchscript_file")
    if starts_like_one(head):
        return tensors_of(data)[0]
    return any_pickle(data, budget)
