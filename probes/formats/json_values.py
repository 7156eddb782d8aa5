"""Numbers inside parsed JSON: nested objects become path/names, lists and text are passed over."""

from collections.abc import Iterator, Mapping

from probes.formats.numerals import number

_DEEPEST = 4
_LONGEST_TEXT = 12  # "-Infinity", "NaN", "1.234e-05"


def value(cell: object) -> float | None:
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, str):
        return number(cell) if len(cell) <= _LONGEST_TEXT else None
    if isinstance(cell, int | float):
        try:
            return float(cell)
        except OverflowError:
            return None
    return None


def numbers_of(record: Mapping[str, object], prefix: str = "", level: int = 0) -> dict[str, float]:
    """{"train": {"loss": 0.5}} as {"train/loss": 0.5}."""
    return dict(_pairs(record, prefix, level))


def _pairs(record: Mapping[str, object], prefix: str, level: int) -> Iterator[tuple[str, float]]:
    for name, cell in record.items():
        if isinstance(cell, dict) and level < _DEEPEST:
            yield from _pairs(cell, f"{prefix}{name}/", level + 1)
        elif (found := value(cell)) is not None:
            yield f"{prefix}{name}", found
