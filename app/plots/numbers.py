"""Numbers to be drawn, as they came out of the sandbox: nothing in them is trusted."""

import math
from typing import Any

LONGEST_NAME = 80
MOST = 4096
LEAST_POSITIVE = 1e-200  # below it a logarithmic axis has no use


def series(told: Any) -> tuple[list[float], list[float | None]]:
    """The x and y of a line; what is not a finite number is a gap."""
    if not isinstance(told, dict):
        return [], []
    pairs = zip(_list(told.get("x")), _list(told.get("y")), strict=False)
    kept = [(at, number(value)) for x, value in pairs if (at := number(x)) is not None]
    return [x for x, _ in kept], [y for _, y in kept]


def table(told: Any) -> tuple[list[str], list[float]]:
    """Names and values of bars; what is not a finite number is left out."""
    if not isinstance(told, dict):
        return [], []
    pairs = zip(_list(told.get("names")), _list(told.get("values")), strict=False)
    kept = [(_name(n), value) for n, v in pairs if (value := number(v)) is not None]
    return [name for name, _ in kept], [value for _, value in kept]


def number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if math.isfinite(value) else None


def _list(value: Any) -> list[Any]:
    return value[:MOST] if isinstance(value, list) else []


def _name(value: Any) -> str:
    text = str(value)
    return text if len(text) <= LONGEST_NAME else f"…{text[1 - LONGEST_NAME :]}"
