"""The header of a safetensors file, checked so that its tensors tile the bytes that follow."""

import math

import numpy as np

from probes.checkpoint import StoredTensor
from probes.formats.archives.strict_json import strict_json
from probes.formats.tensor_types import SAFETENSORS, TYPES, dtype_of
from probes.refusal import Refusal

MAX_HEADER = 32 << 20  # bytes, about 200,000 tensors
MAX_TENSORS = 200_000
MAX_RANK = 32


def starts_like_one(head: bytes) -> bool:
    length = int.from_bytes(head[:8], "little")
    return 2 <= length < 1 << 40 and head[8:9] == b"{"


def tensors_of(data: memoryview, label: str = "") -> tuple[dict[str, StoredTensor], dict]:
    """Tensors by name, in the order of their bytes, and the metadata."""
    length = int.from_bytes(data[:8], "little")
    if length > MAX_HEADER:
        raise Refusal("safetensors_header_too_large", limit=MAX_HEADER)
    if len(data) < 8 or 8 + length > len(data):
        raise Refusal("safetensors_truncated")
    header, body = strict_json(data[8 : 8 + length]), data[8 + length :]
    if not isinstance(header, dict):
        raise Refusal("safetensors_damaged")
    metadata = header.pop("__metadata__", {})
    if len(header) > MAX_TENSORS:
        raise Refusal("too_many_tensors", limit=MAX_TENSORS)
    spans = {name: _span(entry) for name, entry in header.items()}
    ordered = sorted(spans, key=lambda name: spans[name])
    _tiled([spans[name] for name in ordered], len(body))
    found = {name: _tensor(header[name], spans[name], body, f"{label}{name}") for name in ordered}
    return found, metadata if isinstance(metadata, dict) else {}


def _span(entry: object) -> tuple[int, int]:
    offsets = entry.get("data_offsets") if isinstance(entry, dict) else None
    if not isinstance(offsets, list) or len(offsets) != 2:
        raise Refusal("safetensors_damaged")
    if any(type(offset) is not int or offset < 0 for offset in offsets):
        raise Refusal("safetensors_damaged")
    return offsets[0], offsets[1]


def _tiled(spans: list[tuple[int, int]], size: int) -> None:
    """No gap and no overlap: a file that is also something else has no place to hide it."""
    at = 0
    for start, end in spans:
        if start != at or end < start:
            raise Refusal("safetensors_damaged")
        at = end
    if at > size:
        raise Refusal("safetensors_truncated")
    if at < size:
        raise Refusal("safetensors_damaged")


def _tensor(entry: dict, span: tuple[int, int], body: memoryview, place: str) -> StoredTensor:
    shape = _shape(entry.get("shape"))
    code = str(entry.get("dtype"))[:20]
    name = SAFETENSORS.get(code)
    part = body[span[0] : span[1]]
    if name is None:
        return StoredTensor(code, shape, None, place, unreadable="opaque")
    if math.prod(shape) * TYPES[name].size != len(part):
        raise Refusal("safetensors_damaged")
    if TYPES[name].numpy is None:
        return StoredTensor(name, shape, None, place, unreadable=TYPES[name].family)
    return StoredTensor(name, shape, np.frombuffer(part, dtype_of(name)).reshape(shape), place)


def _shape(given: object) -> tuple[int, ...]:
    if not isinstance(given, list) or len(given) > MAX_RANK:
        raise Refusal("tensor_shape_impossible")
    if any(type(size) is not int or not 0 <= size < 1 << 62 for size in given):
        raise Refusal("tensor_shape_impossible")
    return tuple(given)
