"""Number types of stored tensors: their names everywhere, their sizes, and which NumPy can hold."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class NumberKind:
    size: int  # bytes
    numpy: type | None  # None: named, not measured
    family: str


def _plain(size: int, numpy: type, family: str) -> NumberKind:
    return NumberKind(size, numpy, family)


TYPES = {
    "float64": _plain(8, np.float64, "float"),
    "float32": _plain(4, np.float32, "float"),
    "float16": _plain(2, np.float16, "float"),
    "bfloat16": _plain(2, np.uint16, "float"),
    "int64": _plain(8, np.int64, "int"),
    "int32": _plain(4, np.int32, "int"),
    "int16": _plain(2, np.int16, "int"),
    "int8": _plain(1, np.int8, "int"),
    "uint8": _plain(1, np.uint8, "int"),
    "uint16": _plain(2, np.uint16, "int"),
    "uint32": _plain(4, np.uint32, "int"),
    "uint64": _plain(8, np.uint64, "int"),
    "bool": _plain(1, np.bool_, "bool"),
    "complex64": _plain(8, np.complex64, "complex"),
    "complex128": _plain(16, np.complex128, "complex"),
    "float8_e4m3fn": NumberKind(1, None, "float8"),
    "float8_e4m3fnuz": NumberKind(1, None, "float8"),
    "float8_e5m2": NumberKind(1, None, "float8"),
    "float8_e5m2fnuz": NumberKind(1, None, "float8"),
    "float8_e8m0fnu": NumberKind(1, None, "float8"),
    "float4_e2m1fn_x2": NumberKind(1, None, "float4"),
    "qint8": NumberKind(1, None, "quantised"),
    "quint8": NumberKind(1, None, "quantised"),
    "qint32": NumberKind(4, None, "quantised"),
    "quint4x2": NumberKind(1, None, "quantised"),
    "quint2x4": NumberKind(1, None, "quantised"),
    "bits8": NumberKind(1, None, "bits"),
    "bits16": NumberKind(2, None, "bits"),
    "complex32": NumberKind(4, None, "complex32"),
}

TORCH_STORAGES = {
    "DoubleStorage": "float64",
    "FloatStorage": "float32",
    "HalfStorage": "float16",
    "BFloat16Storage": "bfloat16",
    "LongStorage": "int64",
    "IntStorage": "int32",
    "ShortStorage": "int16",
    "CharStorage": "int8",
    "ByteStorage": "uint8",
    "BoolStorage": "bool",
    "ComplexFloatStorage": "complex64",
    "ComplexDoubleStorage": "complex128",
    "QInt8Storage": "qint8",
    "QUInt8Storage": "quint8",
    "QInt32Storage": "qint32",
    "QUInt4x2Storage": "quint4x2",
    "QUInt2x4Storage": "quint2x4",
    "UntypedStorage": "bytes",
}

SAFETENSORS = {
    "F64": "float64",
    "F32": "float32",
    "F16": "float16",
    "BF16": "bfloat16",
    "I64": "int64",
    "I32": "int32",
    "I16": "int16",
    "I8": "int8",
    "U8": "uint8",
    "U16": "uint16",
    "U32": "uint32",
    "U64": "uint64",
    "BOOL": "bool",
    "C64": "complex64",
    "F8_E4M3": "float8_e4m3fn",
    "F8_E5M2": "float8_e5m2",
    "F8_E8M0": "float8_e8m0fnu",
}


def storage_type(path: str) -> str | None:
    """The number type of `torch.FloatStorage`, `torch.cuda.FloatStorage`, ..., if it is one."""
    parts = path.split(".")
    return TORCH_STORAGES.get(parts[-1]) if parts[0] == "torch" else None


def type_size(name: str) -> int:
    return 1 if name == "bytes" else TYPES[name].size


def dtype_of(name: str, byteorder: str = "<") -> np.dtype:
    numpy = TYPES[name].numpy
    if numpy is None:
        raise KeyError(name)
    return np.dtype(numpy).newbyteorder(byteorder)


def native_name(kind: np.dtype) -> str:
    return np.dtype(kind).newbyteorder("=").name
