"""The last line of a reader: whatever goes wrong inside comes out as a Refusal."""

import csv
import struct
import zlib
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TypeVar

from probes.refusal import Refusal

Kind = TypeVar("Kind")

# What damaged bytes can raise in NumPy, h5py, json and struct; an AssertionError is our own bug.
_DAMAGE = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    RecursionError,
    RuntimeError,
    TypeError,
    ValueError,
    csv.Error,
    struct.error,
    zlib.error,
)


def only_refusals(read: Callable[[Path], Kind]) -> Callable[[Path], Kind]:
    @wraps(read)
    def guarded(path: Path) -> Kind:
        try:
            return read(path)
        except Refusal:
            raise
        except _DAMAGE as error:
            raise Refusal("file_damaged", error=type(error).__name__) from error

    return guarded
