"""Tensors that claim what is not there, and forged safetensors headers."""

import json
import struct
from collections.abc import Iterator

import numpy as np

from tests.badfiles import Made
from tests.badfiles.pickle_parts import named, tensor, torch_zip

FOUR = {"0": np.arange(4, dtype="<f4").tobytes()}


def _one(*given, storages=FOUR) -> bytes:
    good = tensor("0", 4, 0, (2, 2), (2, 1), "FloatStorage")
    return torch_zip(named({"good.w": good, "bad.w": tensor(*given)}), storages)


def forged() -> Iterator[Made]:
    kind, outside = "FloatStorage", "tensor_outside_its_storage"
    impossible, larger = "tensor_shape_impossible", "tensors_larger_than_file"
    yield "stride_0_terabyte.pt", _one("0", 4, 0, (10**12,), (0,), kind), "refuse", larger
    yield "stride_0_small.pt", _one("0", 4, 0, (3, 4), (0, 1), kind), "read", None
    yield "stride_negative.pt", _one("0", 4, 3, (4,), (-1,), kind), "refuse", impossible
    yield "size_negative.pt", _one("0", 4, 0, (-4,), (1,), kind), "refuse", impossible
    yield "size_overflow.pt", _one("0", 4, 0, (2**61, 8), (8, 1), kind), "refuse", None
    yield "offset_beyond.pt", _one("0", 4, 3, (2,), (1,), kind), "refuse", outside
    yield "offset_negative.pt", _one("0", 4, -1, (2,), (1,), kind), "refuse", impossible
    yield "stride_beyond.pt", _one("0", 4, 0, (2, 2), (1000, 1), kind), "refuse", outside
    yield "stride_rank_differs.pt", _one("0", 4, 0, (2, 2), (1,), kind), "refuse", impossible
    yield "rank_100.pt", _one("0", 4, 0, (1,) * 100, (1,) * 100, kind), "refuse", impossible
    yield "storage_larger_than_record.pt", _one("0", 10**9, 0, (4,), (1,), kind), "refuse", outside
    yield "storage_missing.pt", _one("7", 4, 0, (4,), (1,), kind), "refuse", "storage_missing"
    yield "storage_traversal.pt", _one("../../x", 4, 0, (4,), (1,), kind), "refuse", None
    yield "storage_other_type.pt", _one("0", 2, 0, (2,), (1,), "DoubleStorage"), "read", None
    yield "storage_unknown_type.pt", _one("0", 4, 0, (4,), (1,), "EvilStorage"), "read", None
    many = {f"v{i}.w": tensor("0", 250_000, 0, (250_000,), (1,), kind) for i in range(200)}
    views = torch_zip(named(many), {"0": b"\0" * 1_000_000})
    yield "many_views.pt", views, "refuse", larger
    nan = np.array([np.nan, np.inf, 1, 2], "<f4").tobytes()
    payload = struct.pack("<4I", 0x7FC0BEEF, 0xFFFFFFFF, 0x7F800001, 0)
    good = tensor("0", 4, 0, (2, 2), (2, 1), kind)
    pickled = named({"a.w": good, "b.w": good})
    yield "nan_weights.pt", torch_zip(pickled, {"0": nan}), "diagnose", None
    yield "nan_payloads.pt", torch_zip(pickled, {"0": payload}), "diagnose", None
    storage = b"(X\x07\0\0\0storageN."
    yield "persistent_id.pt", torch_zip(b"\x80\x02" + storage), "refuse", None
    yield "persistent_text.pt", torch_zip(b"Pstorage\n."), "refuse", "pickle_damaged"


def _safetensors(header: object, body: bytes = b"\0" * 16, length: int | None = None) -> bytes:
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text) if length is None else length) + text + body


def safetensors() -> Iterator[Made]:
    good = {"dtype": "F32", "shape": [4], "data_offsets": [0, 16]}
    damaged, truncated = "safetensors_damaged", "safetensors_truncated"
    large = "safetensors_header_too_large"
    deep = b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    twice = b'{"a":%b,"a":%b}' % ((json.dumps(good).encode(),) * 2)
    cases: list[tuple[str, bytes, str | None]] = [
        ("header_100_mb", _safetensors({"a": good}, length=100_000_000), large),
        ("header_beyond", _safetensors({"a": good}, length=5000), truncated),
        ("header_deep", _safetensors(deep), "json_too_deep"),
        ("header_twice", _safetensors(twice), "json_key_twice"),
        ("header_not_json", _safetensors(b"{'a': 1}"), "json_broken"),
        ("header_not_utf8", _safetensors(b'{"\xff": 1}'), "json_broken"),
        ("offsets_overlap", _safetensors({"a": good, "b": good}), damaged),
        ("offsets_gap", _safetensors({"a": {**good, "data_offsets": [4, 20]}}), damaged),
        ("offsets_beyond", _safetensors({"a": good}, b"\0" * 8), truncated),
        ("bytes_left_over", _safetensors({"a": good}, b"\0" * 32), damaged),
        ("shape_lies", _safetensors({"a": {**good, "shape": [5]}}), damaged),
        ("shape_huge", _safetensors({"a": {**good, "shape": [0, 2**63]}}), None),
        ("shape_negative", _safetensors({"a": {**good, "shape": [-4]}}), None),
        ("shape_float", _safetensors({"a": {**good, "shape": [4.0]}}), None),
        ("offset_text", _safetensors({"a": {**good, "data_offsets": ["0", "16"]}}), damaged),
        ("empty_header", _safetensors({}, b""), "no_weights_inside"),
    ]
    for name, data, code in cases:
        yield f"st_{name}.safetensors", data, "refuse", code
    hostile = {"<b>\u202e": good}
    yield "st_hostile_name.safetensors", _safetensors(hostile), "read", None
    unknown = {"a": {**good, "dtype": "F6_E9"}}
    yield "st_unknown_type.safetensors", _safetensors(unknown), "read", None
    zeros = {f"t{i}": {"dtype": "F32", "shape": [0], "data_offsets": [0, 0]} for i in range(60_000)}
    yield "st_60000_empty.safetensors", _safetensors(zeros, b""), "read", None
