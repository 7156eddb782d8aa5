"""HDF5 files without what makes them reach outside: links, external and virtual data, plugins."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import h5py
import numpy as np

from probes.formats.archives.mapped_file import ViewFile
from probes.refusal import Refusal

MAGIC = b"\x89HDF\r\n\x1a\n"
MAX_OBJECTS = 50_000
MAX_DEPTH = 24
MAX_ATTRIBUTE = 32 << 20  # bytes; Keras keeps the whole configuration in one
FREE = 64 << 20
RATIO = 20  # what compressed chunks may unfold to, in sizes of the file
PLAIN_FILTERS = frozenset({1, 2, 3})  # deflate, shuffle, checksum: no plugin is ever loaded


@dataclass
class Found:
    path: str
    dataset: h5py.Dataset


class Hdf5:
    """The datasets of a file in memory, as views where they are contiguous."""

    def __init__(self, data: memoryview):
        self._data = data
        self._left = FREE + RATIO * len(data)
        try:
            self.file = h5py.File(_file_of(data), "r")
        except (OSError, ValueError, RuntimeError, KeyError):
            raise Refusal("hdf5_damaged") from None

    def datasets(self, group: h5py.Group | None = None) -> Iterator[Found]:
        """In the order of the file's names; an object that is linked twice is found once."""
        waiting = [("", group if group is not None else self.file, 0)]
        seen: set[int] = set()
        while waiting:
            path, node, depth = waiting.pop()
            address = h5py.h5o.get_info(node.id).addr
            if address in seen:
                continue
            seen.add(address)
            if len(seen) > MAX_OBJECTS or depth > MAX_DEPTH:
                raise Refusal("hdf5_too_many_objects", limit=MAX_OBJECTS)
            if isinstance(node, h5py.Dataset):
                yield Found(path, node)
            elif isinstance(node, h5py.Group):
                children = [(name, child(node, name)) for name in list(node)[:MAX_OBJECTS]]
                waiting.extend(
                    (f"{path}/{name}" if path else name, item, depth + 1)
                    for name, item in reversed(children)
                )

    def array(self, dataset: h5py.Dataset) -> np.ndarray:
        kind = dataset.dtype
        if kind.kind not in "biufc" or kind.metadata or kind.fields:
            raise Refusal("hdf5_type_unknown")
        _self_contained(dataset)
        size = int(dataset.size or 0) * kind.itemsize
        self._left -= size
        if self._left < 0:
            raise Refusal("archive_unfolds_too_much", ratio=RATIO)
        start = dataset.id.get_offset()
        if start is not None and size and dataset.id.get_storage_size() == size:
            if start + size > len(self._data):
                raise Refusal("hdf5_damaged")
            return np.frombuffer(self._data, kind, int(dataset.size), start).reshape(dataset.shape)
        return np.asarray(dataset[()])


def child(group: h5py.Group, name: str) -> h5py.HLObject:
    """A member that is really inside: soft and external links are refused, never followed."""
    if not isinstance(group.get(name, getlink=True), h5py.HardLink):
        raise Refusal("hdf5_has_links")
    return group[name]


def _self_contained(dataset: h5py.Dataset) -> None:
    if dataset.is_virtual or dataset.external:
        raise Refusal("hdf5_data_elsewhere")
    properties = dataset.id.get_create_plist()
    filters = {properties.get_filter(place)[0] for place in range(properties.get_nfilters())}
    if not filters <= PLAIN_FILTERS:
        raise Refusal("hdf5_filter_unknown", filter=min(filters - PLAIN_FILTERS))


def attribute(node: h5py.HLObject, name: str) -> object:
    """Of bounded size; None where it is not there or cannot be read."""
    if name not in node.attrs:
        return None
    kept = node.attrs.get_id(name)
    if math.prod(kept.shape) * kept.get_type().get_size() > MAX_ATTRIBUTE:
        raise Refusal("hdf5_damaged")
    try:
        return node.attrs[name]
    except (OSError, TypeError, ValueError, KeyError, RuntimeError):
        return None


def texts(value: object) -> list[str]:
    """An attribute that lists names."""
    items = value.tolist() if isinstance(value, np.ndarray) else []
    items = items if isinstance(items, list) else [items]
    return [i.decode("utf-8", "replace") if isinstance(i, bytes) else str(i) for i in items]


def _file_of(data: memoryview) -> BinaryIO:
    return ViewFile(data)  # type: ignore[return-value]
