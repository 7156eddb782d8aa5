"""NumPy files that claim too much, hold objects, or unfold to too much."""

import io
import struct
import zipfile
from collections.abc import Iterator

import numpy as np

from tests.badfiles import Made


def _npy(
    descr: object, shape: object, data: bytes = b"\0" * 16, length: int | None = None
) -> bytes:
    header = repr({"descr": descr, "fortran_order": False, "shape": shape}).encode() + b"\n"
    return _with_header(header, data, length)


def _with_header(header: bytes, data: bytes = b"\0" * 16, length: int | None = None) -> bytes:
    size = struct.pack("<I", len(header) if length is None else length)
    return b"\x93NUMPY\x02\x00" + size + header + data


def _npz(members: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def numpy_files() -> Iterator[Made]:
    objects, damaged, size = "npy_holds_objects", "npy_damaged", "npy_size_wrong"
    good = _npy("<f4", (2, 2))
    code = b"{'descr': __import__('os').system('true'), 'fortran_order': False, 'shape': (1,)}"
    deep = b"{'descr': " + b"(" * 4000 + b")" * 4000 + b"}"
    cases = [
        ("shape_huge", _npy("<f4", (10**12,)), size),
        ("shape_overflow", _npy("<f4", (2**62,)), None),
        ("shape_negative", _npy("<f4", (-4,)), damaged),
        ("shape_text", _npy("<f4", "4"), damaged),
        ("object", _npy("|O", (1,), b"cos\nsystem\n."), objects),
        ("void", _npy("|V0", (2**40,)), objects),
        ("record", _npy([("a", "<f4")], (4,)), objects),
        ("text", _npy("<U4", (1,)), objects),
        ("type_odd", _npy("<f7", (4,)), objects),
        ("header_4_gb", _npy("<f4", (4,), length=2**32 - 1), damaged),
        ("header_code", _with_header(code), damaged),
        ("header_deep", _with_header(deep), damaged),
        ("header_keys", _with_header(b"{'descr': '<f4'}"), damaged),
        ("truncated", good[:-4], size),
        ("too_long", good + b"\0" * 4, size),
        ("magic_only", b"\x93NUMPY", damaged),
        ("version_9", b"\x93NUMPY\x09\0" + good[8:], damaged),
    ]
    for name, data, why in cases:
        yield f"npy_{name}.npy", data, "refuse", why
    bomb = _npy("<f4", (1 << 25,), b"\0" * (1 << 27))
    packed = _npz({"x.npy": bomb}, zipfile.ZIP_DEFLATED)
    yield "npz_bomb.npz", packed, "refuse", "archive_unfolds_too_much"
    yield "npz_object.npz", _npz({"x.npy": _npy("|O", (1,))}), "refuse", objects
    yield "npz_scalar.npz", _npz({"x.npy": _npy("<f4", (), b"\0" * 4)}), "refuse", None
    yield "npz_no_samples.npz", _npz({"x.npy": _npy("<f4", (0, 3), b"")}), "read", None
    yield "npz_not_npy.npz", _npz({"x.npy": b"hello"}), "refuse", damaged
    lengths = {"x.npy": good, "y.npy": _npy("<f4", (4,))}
    yield "npz_lengths_differ.npz", _npz(lengths), "refuse", "batch_lengths_differ"
    nan = np.array([[np.nan, np.inf], [1, -np.inf]], "<f4").tobytes()
    yield "npz_nan.npz", _npz({"x.npy": _npy("<f4", (2, 2), nan)}), "diagnose", None
    hostile = {"<script>.npy": good, "\u202ey.npy": _npy("<f4", (2, 2))}
    yield "npz_hostile_names.npz", _npz(hostile), "read", None
