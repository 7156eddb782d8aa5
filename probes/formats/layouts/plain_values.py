"""Inert values as plain Python data, small enough to show: numbers, short texts, lists, dicts."""

import math
from itertools import islice

from probes.formats.pickles.values import Name, Object, Table, Tensor, TensorLike
from probes.formats.tidy_names import tidy

MAX_TEXT = 500
MAX_ENTRIES = 400
MAX_DEPTH = 8
MAX_VALUES = 5000
MAX_FIELDS = 10_000

Plain = object


class Plainer:
    """Bounded over everything that it is asked for: shared and cyclic structures end."""

    def __init__(self) -> None:
        self.left = MAX_VALUES

    def plain(self, value: object, depth: int = 0) -> Plain:
        self.left -= 1
        if self.left < 0 or depth > MAX_DEPTH:
            return None
        if value is None or isinstance(value, (bool, float)):
            return value
        if isinstance(value, int):
            return value if abs(value) < 1 << 63 else None
        if isinstance(value, str):
            return tidy(value, MAX_TEXT)
        if isinstance(value, (list, tuple)):
            return [self.plain(item, depth + 1) for item in value[:MAX_ENTRIES]]
        return self._structure(value, depth)

    def _structure(self, value: object, depth: int) -> Plain:
        if isinstance(value, Table):
            return self._table(value, depth)
        if isinstance(value, Object):
            return self._object(value, depth)
        if isinstance(value, Name):
            return tidy(value.path.rpartition(".")[2], MAX_TEXT)
        return None

    def _table(self, table: Table, depth: int) -> dict[str, Plain]:
        entries = islice(table.named.items(), MAX_ENTRIES)
        return {tidy(key): self.plain(value, depth + 1) for key, value in entries}

    def _object(self, value: Object, depth: int) -> Plain:
        if len(value) > MAX_FIELDS:
            return tidy(value.class_name, MAX_TEXT)
        fields = value.fields
        for wrapper in ("_content", "_val"):  # OmegaConf keeps its values in such nodes
            if wrapper in fields:
                return self.plain(fields[wrapper], depth + 1)
        if fields:
            return self._table(Table(list(fields.items())), depth)
        if value.pairs:
            return self._table(Table(value.pairs), depth)
        if value.items:
            return self.plain(value.items, depth)
        args = value.args if isinstance(value.args, (tuple, list)) else ()
        if len(args) == 1:  # enum members, paths
            return self.plain(args[0], depth + 1)
        return tidy(value.class_name, MAX_TEXT)


def number(value: object, binder: object = None) -> float | None:
    """A whole or real number, also one in a tensor of one element."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _float(value)
    if isinstance(value, TensorLike) and binder is not None:
        if isinstance(value, Tensor) and math.prod(value.shape) != 1:
            return None
        stored = binder.bind(value)  # type: ignore[attr-defined]
        return stored.item() if stored.readable and stored.size == 1 else None
    return None


def _float(value: int | float) -> float | None:
    try:
        return float(value)
    except OverflowError:
        return None


def flat(values: object, prefix: str = "") -> dict[str, Plain]:
    """Nested plain dicts as one level with dotted names."""
    found: dict[str, Plain] = {}
    if isinstance(values, dict):
        for key, value in values.items():
            if isinstance(value, dict):
                found.update(flat(value, f"{prefix}{key}."))
            elif value is not None:
                found[f"{prefix}{key}"] = value
    return found
