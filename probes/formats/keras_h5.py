"""Keras .h5 and .hdf5 files: weights, the configuration, and the optimizer's state."""

from collections.abc import Iterator
from pathlib import Path

import h5py

from probes.checkpoint import Checkpoint, StoredTensor
from probes.formats.archives.mapped_file import mapped
from probes.formats.archives.strict_json import strict_json
from probes.formats.batch_roles import batch_of, looks_like_batch
from probes.formats.guarded import only_refusals
from probes.formats.hdf5_inert import MAGIC, Hdf5, attribute, child, texts
from probes.formats.layouts import keras
from probes.formats.layouts.names import buffers_among
from probes.formats.tensor_types import native_name
from probes.formats.tidy_names import tidy, unique
from probes.refusal import Refusal


def recognises(head: bytes, path: Path) -> bool:  # noqa: ARG001
    return head.startswith(MAGIC)


@only_refusals
def read(path: Path) -> object:
    return of_hdf5(mapped(path))


def of_hdf5(data: memoryview) -> object:
    archive = Hdf5(data)
    if "model_weights" in archive.file or "layer_names" in archive.file.attrs:
        return _keras(archive)
    return _plain(archive)


def stored(archive: Hdf5, place: str, dataset: h5py.Dataset) -> StoredTensor:
    array = archive.array(dataset)
    return StoredTensor(native_name(array.dtype), array.shape, array, place)


def _keras(archive: Hdf5) -> Checkpoint:
    root = archive.file
    group = child(root, "model_weights") if "model_weights" in root else root
    places = dict(_in_order(archive, group))
    names = _weight_names(list(places))
    weights = {names[place]: stored(archive, place, data) for place, data in places.items()}
    if not weights:
        raise Refusal("no_weights_inside")
    layers = keras.layers_of(_json(root, "model_config"))
    kind, settings, loss = keras.settings_of(_json(root, "training_config"))
    buffers = buffers_among(weights)
    slots = {}
    if "optimizer_weights" in root:
        inside = _listed(archive, child(root, "optimizer_weights"))
        slots = {path: stored(archive, f"o:{path}", data) for path, data in inside}
    trainable = [name for name in weights if name not in buffers]
    known = kind != "unknown" or slots
    return Checkpoint(
        format="keras_h5",
        weights=weights,
        buffers=buffers,
        optimizers=(keras.optimizer_of(kind, settings, slots, weights, trainable),)
        if known
        else (),
        hyper_parameters={"loss": loss} if isinstance(loss, str) else {},
        modules={keras.layer_name(layer): tidy(layer["class_name"]) for layer in layers},
        settings={keras.layer_name(layer): keras.layer_settings(layer) for layer in layers},
    )


def _in_order(archive: Hdf5, group: h5py.Group) -> Iterator[tuple[str, h5py.Dataset]]:
    """In the order of the attributes layer_names and weight_names; else as the file has them."""
    found = {item.path: item.dataset for item in archive.datasets(group)}
    for layer in texts(attribute(group, "layer_names")):
        if layer in group:
            for weight in texts(attribute(child(group, layer), "weight_names")):
                place = f"{layer}/{weight}"
                if place in found:
                    yield place, found.pop(place)
    yield from found.items()


def _listed(archive: Hdf5, group: h5py.Group) -> Iterator[tuple[str, h5py.Dataset]]:
    """In the order of weight_names, which HDF5 itself does not keep."""
    found = {item.path: item.dataset for item in archive.datasets(group)}
    for name in texts(attribute(group, "weight_names")):
        if name in found:
            yield name, found.pop(name)
    yield from found.items()


def _weight_names(places: list[str]) -> dict[str, str]:
    """dense_1/model/dense_1/kernel:0 -> dense_1.kernel, where that stays unique."""
    steps = {place: place.split(":")[0].split("/") for place in places}
    short = [tidy(f"{parts[0]}.{parts[-1]}") for parts in steps.values()]
    if len(set(short)) < len(short):
        short = unique([tidy(".".join(parts)) for parts in steps.values()])
    return dict(zip(places, short, strict=True))


def _json(node: h5py.Group, name: str) -> object:
    text = attribute(node, name)
    raw = text.encode() if isinstance(text, str) else text
    return strict_json(raw) if isinstance(raw, bytes) else {}


def _is_weight(path: str) -> bool:
    """Keras 3's .weights.h5 keeps the optimizer and its random numbers beside the weights."""
    return not path.startswith("optimizer/vars/") and "seed_generator" not in path


def _plain(archive: Hdf5) -> object:
    """Datasets without Keras' names: a batch, or weights as another program wrote them."""
    found = {item.path: item.dataset for item in archive.datasets() if _is_weight(item.path)}
    names = {path.rpartition("/")[2]: data.shape or () for path, data in found.items()}
    if len(names) == len(found) and looks_like_batch(names):
        arrays = {path.rpartition("/")[2]: archive.array(data) for path, data in found.items()}
        return batch_of(arrays, "hdf5")
    weights = {tidy(path.replace("/", ".")): stored(archive, path, d) for path, d in found.items()}
    if not weights:
        raise Refusal("no_weights_inside")
    return Checkpoint(format="hdf5", weights=weights, buffers=buffers_among(weights), ordered=False)
