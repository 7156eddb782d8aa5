"""Weights, buffers and constants of a `.pt2`: where each lies in the file, checked but not read."""

import math
import re

from probes.graph import limits
from probes.graph.archive import Archive, Span
from probes.graph.graph import Weight
from probes.graph.scalars import ITEM_BYTES, dtype_name
from probes.refusal import Refusal

PAYLOAD_NAME = re.compile(r"(weight|tensor)_\d{1,9}")


def payloads(archive: Archive) -> tuple[dict[str, Weight], dict[str, Span]]:
    """Every stored tensor by name, and the bytes that they share."""
    weights: dict[str, Weight] = {}
    storages: dict[str, Span] = {}
    for folder, kind in (("data/weights", "weights"), ("data/constants", "constants")):
        for name, entry in _config(archive, folder, kind).items():
            member = f"{folder}/{_payload_name(name, entry)}"
            span = storages.setdefault(member, archive.span(member))
            weights[name] = _weight(name, entry["tensor_meta"], member, span)
    return weights, storages


def _config(archive: Archive, folder: str, kind: str) -> dict:
    endings = f"_{kind}_config.json"
    configs = [m for m in archive.members if m.startswith(folder) and m.endswith(endings)]
    if len(configs) > 1 or (not configs and kind == "weights"):
        raise Refusal("pt2_malformed", part=kind)
    return archive.json(configs[0])["config"] if configs else {}


def _payload_name(name: str, entry: dict) -> str:
    """`use_pickle` and opaque objects are the ways by which torch itself would run code."""
    path_name = entry["path_name"]
    if entry["use_pickle"] or not PAYLOAD_NAME.fullmatch(path_name):
        raise Refusal("pt2_pickled", name=name[: limits.MOST_NAME_CHARACTERS])
    if len(name) > limits.MOST_NAME_CHARACTERS:
        raise Refusal("pt2_malformed", part="name")
    return path_name


def _weight(name: str, meta: dict, storage: str, span: Span) -> Weight:
    dtype = dtype_name(meta["dtype"])
    sizes = tuple(_size(size) for size in meta["sizes"])
    strides = tuple(_size(stride) for stride in meta["strides"])
    offset = _size(meta["storage_offset"])
    if meta["layout"] != 7 or len(sizes) != len(strides) or len(sizes) > limits.MOST_DIMENSIONS:
        raise Refusal("pt2_malformed", part="layout")
    held = span.size // ITEM_BYTES[dtype]
    elements = math.prod(sizes)
    last = offset + sum((n - 1) * stride for n, stride in zip(sizes, strides, strict=True))
    if elements > held or (elements and last >= held):
        raise Refusal("tensor_larger_than_its_bytes", name=name, elements=elements, held=held)
    return Weight(name, dtype, sizes, strides, offset, storage, meta["requires_grad"] is True)


def _size(recorded: dict) -> int:
    size = recorded["as_int"]
    if type(size) is not int or not 0 <= size <= limits.LARGEST_INTEGER:
        raise Refusal("pt2_malformed", part="sizes")
    return size
