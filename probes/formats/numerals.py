"""Numbers as people and libraries write them into logs and tables."""

import math
from collections.abc import Sequence

import numpy as np

LONGEST_NUMERAL = 64
_EMPTY = frozenset(("", "-", "--", "none", "null", "n/a", "na", "<na>", "/"))


def number(cell: str, decimal_comma: bool = False) -> float | None:
    """71%, 1e-3, NaN, -inf, 1,234.5; None where the cell holds no number.

    "NA" is a missing cell and "NaN" a value: libraries print NaN when a loss is NaN.
    """
    cell = cell.strip().strip("\"'")
    if not cell or len(cell) > LONGEST_NUMERAL or cell.lower() in _EMPTY:
        return None
    scale = 1.0
    if cell[-1] in "%％":
        cell, scale = cell[:-1], 0.01
    if "_" in cell:  # float("1_000") is a number for Python alone
        return None
    cell = cell.replace(",", "." if decimal_comma else "")
    try:
        return float(cell) * scale
    except ValueError:
        return _tensor(cell)


def _tensor(cell: str) -> float | None:
    """tensor(0.52, device='cuda:0') and np.float32(0.52), as printed by accident."""
    opened = cell.find("(")
    if opened < 0 or not cell[:opened].replace(".", "").replace("_", "").isalnum():
        return None
    inner = cell[opened + 1 :].split(",")[0].rstrip(")").strip()
    try:
        return float(inner)
    except ValueError:
        return None


def column(cells: Sequence[str], decimal_comma: bool = False) -> tuple[np.ndarray, np.ndarray]:
    """Values and the mask of those present; the fast way first."""
    try:
        if not decimal_comma:
            return np.array(list(map(float, cells))), np.ones(len(cells), bool)
    except ValueError:
        pass
    try:
        if decimal_comma:
            cells = [cell.replace(",", ".") for cell in cells]
        values = [float(cell) if cell else 0.0 for cell in cells]
        return np.array(values), np.array([bool(cell) for cell in cells], bool)
    except ValueError:
        return of_numbers([number(cell, decimal_comma) for cell in cells])


def of_numbers(values: Sequence[float | None]) -> tuple[np.ndarray, np.ndarray]:
    present = np.array([value is not None for value in values], bool)
    return np.array([math.nan if value is None else value for value in values], float), present
