"""The recorded types of a graph's tensors; a symbolic size is told by its example alone."""

from probes.graph import limits
from probes.graph.graph import Value
from probes.graph.scalars import DTYPES


def recorded_values(tensor_values: dict) -> dict[str, Value]:
    return {name: _value(meta) for name, meta in tensor_values.items()}


def _value(meta: dict) -> Value:
    sizes = meta["sizes"][: limits.MOST_DIMENSIONS]
    fixed = tuple(_int(size.get("as_int")) for size in sizes)
    hints = tuple(
        _int(((size.get("as_expr") or {}).get("hint") or {}).get("as_int")) for size in sizes
    )
    example = tuple(n if n is not None else hint for n, hint in zip(fixed, hints, strict=True))
    return Value(DTYPES.get(meta["dtype"], "unknown"), fixed, example)


def _int(size: object) -> int | None:
    return size if type(size) is int and 0 <= size <= limits.LARGEST_INTEGER else None
