"""From inert tensor records to views into the file, every one checked against its storage."""

import math

import numpy as np

from probes.checkpoint import StoredTensor
from probes.formats.pickles.rebuilders.numpy_arrays import as_numpy
from probes.formats.pickles.values import Numbers, NumberType, Opaque, Storage, Tensor
from probes.formats.tensor_types import TYPES, dtype_of, native_name
from probes.refusal import Refusal

MAX_TENSORS = 200_000
REPEATS = 8  # tensors may show the bytes of the file this often in all (tied weights, views)
FREE = 64 << 20


class Binder:
    """One per file: bounds the number of tensors and the bytes that they show together."""

    def __init__(self, file_bytes: int, label: str = ""):
        self.left = REPEATS * file_bytes + FREE
        self.tensors_left = MAX_TENSORS
        self.label = label

    def bind(self, value: Tensor | Opaque | Numbers | StoredTensor) -> StoredTensor:
        self.tensors_left -= 1
        if self.tensors_left < 0:
            raise Refusal("too_many_tensors", limit=MAX_TENSORS)
        if isinstance(value, StoredTensor):
            return value
        if isinstance(value, Opaque):
            return StoredTensor(value.dtype, value.shape, None, "", unreadable=value.why)
        if isinstance(value, Numbers):
            return self._array(value)
        return self._tensor(value)

    def _tensor(self, value: Tensor) -> StoredTensor:
        known = TYPES.get(value.dtype)
        storage = value.storage
        place = f"{self.label}{storage.key}"
        common = {"storage": place, "requires_grad": value.requires_grad}
        if known is None or known.numpy is None:
            why = value.dtype if known is None else known.family
            return StoredTensor(value.dtype, value.shape, None, unreadable=why, **common)
        offset = storage.start + value.offset
        base = _numbers(storage, dtype_of(value.dtype, storage.byteorder))
        count = math.prod(value.shape)
        self._spend(count * base.itemsize)
        if count and _last(value) + storage.start >= base.size:
            raise Refusal("tensor_outside_its_storage")
        if count > base.size:
            return StoredTensor(value.dtype, value.shape, None, unreadable="expanded", **common)
        raw = _strided(base, offset, value.shape, value.stride, count)
        return StoredTensor(value.dtype, value.shape, raw, offset=offset, **common)

    def _array(self, value: Numbers) -> StoredTensor:
        shape, kind = _shape(value.shape), as_numpy(value.dtype)
        place = f"{self.label}array:{id(value.data)}"
        if kind is None or isinstance(value.data, (list, type(None))):
            name = value.dtype.code if isinstance(value.dtype, NumberType) else "object"
            return StoredTensor(name, shape, None, place, unreadable="object")
        raw = value.data.encode("latin-1") if isinstance(value.data, str) else value.data
        if not isinstance(raw, (bytes, memoryview)) or len(raw) != math.prod(shape) * kind.itemsize:
            raise Refusal("tensor_outside_its_storage")
        self._spend(len(raw))
        flat = np.frombuffer(raw, kind)
        array = flat.reshape(shape, order="F" if value.fortran else "C")
        return StoredTensor(native_name(kind), shape, array, place)

    def _spend(self, count: int) -> None:
        """An expanded tensor of 10^12 elements over four bytes ends here."""
        self.left -= count
        if self.left < 0:
            raise Refusal("tensors_larger_than_file", repeats=REPEATS)


def _numbers(storage: Storage, kind: np.dtype) -> np.ndarray:
    if storage.data is None:
        raise Refusal("storage_missing", key=storage.key)
    whole = len(storage.data) // kind.itemsize
    return np.frombuffer(storage.data, kind, whole)


def _last(value: Tensor) -> int:
    """The largest index that the view touches."""
    steps = zip(value.shape, value.stride, strict=True)
    return value.offset + sum((size - 1) * stride for size, stride in steps)


def _strided(
    base: np.ndarray, offset: int, shape: tuple[int, ...], stride: tuple[int, ...], count: int
) -> np.ndarray:
    if count == 0:
        return np.empty(shape, base.dtype)
    if _contiguous(shape, stride):
        return base[offset : offset + count].reshape(shape)
    steps = tuple(step * base.itemsize for step in stride)
    return np.lib.stride_tricks.as_strided(base[offset:], shape, steps, writeable=False)


def _contiguous(shape: tuple[int, ...], stride: tuple[int, ...]) -> bool:
    expected = 1
    for size, step in zip(reversed(shape), reversed(stride), strict=True):
        if size != 1 and step != expected:
            return False
        expected *= size
    return True


def _shape(given: object) -> tuple[int, ...]:
    if not isinstance(given, tuple) or len(given) > 32:
        raise Refusal("tensor_shape_impossible")
    if any(type(size) is not int or size < 0 for size in given):
        raise Refusal("tensor_shape_impossible")
    return given
