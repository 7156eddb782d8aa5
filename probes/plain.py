"""Turns what a probe measured into plain values that JSON can carry: finite numbers or null."""

import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass

# A report is for people and plots: longer lists are cut, so that a reply stays below its cap.
MOST_ITEMS = 4096
MOST_CHARACTERS = 4096


def plain(value: object) -> object:
    """Python values only; NaN and infinities become None, arrays become lists."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    return _compound(value)


def _compound(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {_text(str(key)): plain(item) for key, item in list(value.items())[:MOST_ITEMS]}
    if isinstance(value, set | frozenset):
        return [plain(item) for item in sorted(value, key=str)[:MOST_ITEMS]]
    if isinstance(value, list | tuple):
        return [plain(item) for item in value[:MOST_ITEMS]]
    if hasattr(value, "tolist"):  # NumPy and torch, scalars and arrays, without importing either
        return _array(value)
    return _text(str(value))


def _array(value) -> object:
    shape = tuple(getattr(value, "shape", ()))
    if not shape:
        item = value.tolist()
        return _text(str(item)) if hasattr(item, "tolist") else plain(item)
    return [plain(row) for row in value[:MOST_ITEMS]]


def _text(text: str) -> str:
    """Names come from uploads: lone surrogates and NUL would break databases later."""
    cut = text if len(text) <= MOST_CHARACTERS else text[: MOST_CHARACTERS - 1] + "…"
    return cut.encode("utf-8", "replace").decode("utf-8").replace("\x00", "�")
