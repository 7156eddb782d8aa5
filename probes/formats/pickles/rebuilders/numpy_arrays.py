"""NumPy's pickled arrays, scalars and dtypes as inert records; object arrays stay unread."""

import numpy as np

from probes.formats.pickles.machine import Rebuilder
from probes.formats.pickles.values import Numbers, NumberType, Object
from probes.refusal import Refusal

CODES = frozenset(
    "b1 i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8 c8 c16 ? b B h H i I l L q Q e f d".split()  # noqa: SIM905
)
_SPELLED = {
    "bool": "b1", "bool_": "b1", "float16": "f2", "float32": "f4", "float64": "f8", "int8": "i1",
    "int16": "i2", "int32": "i4", "int64": "i8", "uint8": "u1", "uint16": "u2", "uint32": "u4",
    "uint64": "u8", "complex64": "c8", "complex128": "c16",
}  # fmt: skip


def dtype(args: tuple) -> NumberType | Object:
    code = args[0] if args else None
    path = getattr(code, "path", "")
    if isinstance(code, str) or path.startswith("numpy."):
        text = code if isinstance(code, str) else _SPELLED.get(path.rpartition(".")[2], "")
        order = text[:1] if text[:1] in ("<", ">", "|", "=") else ""
        return NumberType(text.removeprefix(order) if order else text, order or "=")
    return Object("numpy.dtype", args)


def as_numpy(kind: object) -> np.dtype | None:
    """The real dtype of an inert one, if it is a plain number: never objects, texts or records."""
    if isinstance(kind, NumberType) and kind.code in CODES:
        plain = np.dtype(kind.code)
        return plain.newbyteorder(kind.order) if kind.order in "<>" else plain
    return None


def new_array(_args: tuple) -> Numbers:
    """`_reconstruct(ndarray, (0,), b"b")`: what it holds comes by its state."""
    return Numbers()


def array_of_buffer(args: tuple) -> Numbers:
    """`_frombuffer(data, dtype, shape, order)`, protocol 5 with its data in the file."""
    made = Numbers()
    made.data, made.dtype, made.shape, order = args
    made.fortran = order == "F"
    return made


def scalar(args: tuple) -> object:
    """`scalar(dtype, bytes)` as a plain Python number."""
    kind, raw = as_numpy(args[0]), args[1] if len(args) > 1 else None
    if isinstance(raw, str):
        raw = raw.encode("latin-1", "replace")
    if kind is None or not isinstance(raw, (bytes, memoryview)):
        return Object("numpy.scalar", args)
    if len(raw) != kind.itemsize:
        raise Refusal("pickle_damaged", at=0)
    return np.frombuffer(raw, kind)[0].item()


NUMPY: dict[str, Rebuilder] = {
    "numpy.dtype": dtype,
    "numpy.dtypes.dtype": dtype,
}
for _module in ("numpy.core.multiarray", "numpy._core.multiarray"):
    NUMPY[f"{_module}._reconstruct"] = new_array
    NUMPY[f"{_module}.scalar"] = scalar
for _module in ("numpy.core.numeric", "numpy._core.numeric"):
    NUMPY[f"{_module}._frombuffer"] = array_of_buffer
