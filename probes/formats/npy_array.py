"""One .npy array as a view; its header is read as a literal of three known keys."""

import ast
import math
import re

import numpy as np

from probes.refusal import Refusal

MAGIC = b"\x93NUMPY"
MAX_HEADER = 10_000  # NumPy's own limit, here checked before reading
PLAIN = re.compile(r"[<>|=]?([biufc])(\d{1,2})|[<>|=]?\?")


def npy_array(data: memoryview) -> np.ndarray:
    """Refusal for object, text and record arrays, and for every size that is not there."""
    if bytes(data[:6]) != MAGIC or len(data) < 12:
        raise Refusal("npy_damaged")
    width = 2 if data[6] == 1 else 4
    length = int.from_bytes(data[8 : 8 + width], "little")
    start = 8 + width + length
    if data[6] not in (1, 2, 3) or length > MAX_HEADER or start > len(data):
        raise Refusal("npy_damaged")
    kind, fortran, shape = _header(bytes(data[8 + width : start]))
    count = math.prod(shape)
    if count * kind.itemsize != len(data) - start:
        raise Refusal("npy_size_wrong", claimed=count * kind.itemsize, found=len(data) - start)
    flat = np.frombuffer(data, kind, count, start)
    return flat.reshape(shape, order="F" if fortran else "C")


def _header(raw: bytes) -> tuple[np.dtype, bool, tuple[int, ...]]:
    try:
        told = ast.literal_eval(raw.decode("latin-1").strip())
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        raise Refusal("npy_damaged") from None
    if not isinstance(told, dict) or told.keys() != {"descr", "fortran_order", "shape"}:
        raise Refusal("npy_damaged")
    shape, kind = told["shape"], told["descr"]
    if not isinstance(kind, str) or not PLAIN.fullmatch(kind):
        raise Refusal("npy_holds_objects")
    if not isinstance(shape, tuple) or len(shape) > 32:
        raise Refusal("npy_damaged")
    if any(type(size) is not int or not 0 <= size < 1 << 62 for size in shape):
        raise Refusal("npy_damaged")
    return _dtype(kind), told["fortran_order"] is True, shape


def _dtype(kind: str) -> np.dtype:
    try:
        return np.dtype(kind)
    except TypeError:
        raise Refusal("npy_holds_objects") from None
