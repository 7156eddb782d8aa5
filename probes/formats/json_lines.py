"""JSON lines: one object a line, as many loggers and training scripts write them."""

import json
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import numpy as np

from probes.column_names import is_measure
from probes.formats.decoding import decoded, lines_of
from probes.formats.guarded import only_refusals
from probes.formats.history_limits import COLUMNS, FILE_BYTES, JSON_DEPTH
from probes.formats.json_values import numbers_of
from probes.formats.table import Chunk, Table
from probes.history import History
from probes.possible_measures import accepted
from probes.refusal import Refusal

LINES_AT_ONCE = 10_000


def recognises(head: bytes, path: Path) -> bool:  # noqa: ARG001
    text = decoded(head)
    if text is None or not text.lstrip().startswith("{"):
        return False
    lines = [line for line in text.splitlines() if line.strip()]
    records = [record for record in map(_record, lines[:20]) if record is not None]
    if len(records) == 1 and (len(lines) > 1 or _holds_lists(records[0])):
        return False
    names = dict.fromkeys(name for record in records for name in numbers_of(record))
    return any(map(is_measure, names)) or bool(accepted(names))


def _holds_lists(record: dict) -> bool:
    """One document rather than the first line of many."""
    return any(isinstance(cell, list) for cell in record.values())


@only_refusals
def read(path: Path) -> History:
    size = path.stat().st_size
    if size > FILE_BYTES:
        raise Refusal("history_too_large", bytes=size, limit=FILE_BYTES)
    table = Table("json_lines")
    lines = (line for line in lines_of(path) if not line.isspace())
    while some := list(islice(lines, LINES_AT_ONCE)):
        if records := _records(some):
            table.add(_scattered(records), len(records))
    return table.history()


def _records(lines: Sequence[str]) -> list[dict]:
    """All lines in one parse; one by one where a line is broken."""
    if all(line.count("{") + line.count("[") <= JSON_DEPTH for line in lines):
        try:
            records = json.loads("[" + ",".join(lines) + "]")
            if len(records) == len(lines) and all(type(record) is dict for record in records):
                return records
        except (ValueError, RecursionError):
            pass
    return [record for record in map(_record, lines) if record is not None]


def _record(line: str) -> dict | None:
    if line.count("{") + line.count("[") > 10 * JSON_DEPTH:
        return None
    try:
        record = json.loads(line.strip().rstrip(","))
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) else None


def _scattered(records: list[dict]) -> dict[str, Chunk]:
    """Records of one shape are converted together and put back into their rows."""
    shapes: dict[tuple[str, ...], tuple[list[int], list[tuple]]] = {}
    for row, record in enumerate(records):
        places, rows = shapes.setdefault(tuple(record), ([], []))
        places.append(row)
        rows.append(tuple(record.values()))
    columns: dict[str, Chunk] = {}
    for names, (places, rows) in shapes.items():
        for name, (values, present) in _columns(names, rows).items():
            if name not in columns:
                columns[name] = _empty(len(records), len(columns))
            columns[name][0][places] = values
            columns[name][1][places] = present
    return columns


def _empty(rows: int, columns: int) -> Chunk:
    if columns >= COLUMNS:
        raise Refusal("history_too_many_columns", columns=columns + 1, limit=COLUMNS)
    return np.full(rows, np.nan), np.zeros(rows, bool)


def _columns(names: tuple[str, ...], rows: list[tuple]) -> dict[str, Chunk]:
    columns: dict[str, Chunk] = {}
    for name, cells in zip(names, zip(*rows, strict=True), strict=False):
        if set(map(type, cells)) == {float}:
            columns[name] = (np.array(cells), np.ones(len(cells), bool))
        else:
            columns.update(_mixed(name, cells))
    return columns


def _mixed(name: str, cells: tuple) -> dict[str, Chunk]:
    """Whole numbers, text, nulls and nested objects in one column."""
    kinds = set(map(type, cells))
    if kinds <= {int, float}:
        try:
            return {name: (np.array(list(map(float, cells))), np.ones(len(cells), bool))}
        except OverflowError:
            pass
    found: dict[str, Chunk] = {}
    for row, cell in enumerate(cells):
        for path, number in numbers_of({name: cell}).items():
            if path not in found:
                found[path] = _empty(len(cells), len(found))
            found[path][0][row], found[path][1][row] = number, True
    return found
