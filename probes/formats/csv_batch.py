"""A numeric table with a header as a batch; the target is the column called so, or the last."""

import csv
import io
from pathlib import Path

import numpy as np

from probes.batch import Batch, Column
from probes.formats.batch_roles import is_target_name
from probes.formats.decoding import decoded
from probes.formats.guarded import only_refusals
from probes.formats.tidy_names import tidy, unique
from probes.refusal import Refusal

LAST_RESORT = True  # a history is a table too, and knows its own column names

MAX_COLUMNS = 10_000
MAX_CELLS = 8_000_000
MAX_BYTES = 128 << 20
MAX_CLASSES = 1000  # different words in a target column
DELIMITERS = ",;\t|"
SAMPLED = 20  # lines that decide whether it is a table
MISSING = frozenset({"", "na", "n/a", "nan", "null", "none", "?", "-"})


def recognises(head: bytes, path: Path) -> bool:  # noqa: ARG001
    text = decoded(head)
    lines = [line for line in (text or "").splitlines()[:SAMPLED] if line.strip()]
    if len(lines) < 2 or lines[0][:1] in "{[<#":
        return False
    delimiter = _delimiter(lines[0])
    if delimiter is None:
        return False
    header, *rows = ([cell.strip() for cell in line.split(delimiter)] for line in lines[:-1])
    if not rows:
        rows = [[cell.strip() for cell in lines[-1].split(delimiter)]]
    numeric = [all(_is_number(cell) for cell in row[:-1]) for row in rows]
    wide = all(len(row) == len(header) for row in rows)
    return wide and all(numeric) and not any(map(_is_number, header))


@only_refusals
def read(path: Path) -> Batch:
    if path.stat().st_size > MAX_BYTES:
        raise Refusal("table_too_large", limit=MAX_BYTES)
    text = decoded(path.read_bytes())
    if text is None:
        raise Refusal("unrecognised_file", bytes=path.stat().st_size)
    first, _, rest = text.partition("\n")
    delimiter = _delimiter(first) or ","
    if first.count(delimiter) >= MAX_COLUMNS:
        raise Refusal("table_too_many_columns", limit=MAX_COLUMNS)
    names = unique([tidy(cell.strip().strip('"')) for cell in first.split(delimiter)])
    target = _target(names)
    table, labels = _cells(rest, delimiter, len(names), target)
    features = [place for place in range(len(names)) if place != target]
    why = "named" if is_target_name(names[target]) else "last_column"
    columns = (
        Column("x", "input", why, table[:, features]),
        Column(names[target], "target", why, labels),
    )
    return Batch(columns, "csv", tuple(names[place] for place in features))


def _target(names: list[str]) -> int:
    """A column that is called label, target, y ..., else the last one."""
    named = [place for place, name in enumerate(names) if is_target_name(name)]
    return named[-1] if named else len(names) - 1


def _cells(text: str, delimiter: str, width: int, target: int) -> tuple[np.ndarray, np.ndarray]:
    """All numbers, then the target; words in the target become classes in order of appearance."""
    table: list[list[float]] = []
    labels: list[float] = []
    classes: dict[str, int] = {}
    for row in csv.reader(io.StringIO(text), delimiter=delimiter):
        if not row:
            continue
        if len(row) != width:
            raise Refusal("table_rows_differ", row=len(table) + 2, expected=width, found=len(row))
        numbers = [_number(cell) for cell in row]
        label = numbers[target]
        if label is None:
            label = float(classes.setdefault(row[target].strip(), len(classes)))
        if len(classes) > MAX_CLASSES or (len(table) + 1) * width > MAX_CELLS:
            raise Refusal("table_too_large", limit=MAX_CELLS)
        wrong = [place for place, n in enumerate(numbers) if n is None and place != target]
        if wrong:
            raise Refusal("table_holds_text", row=len(table) + 2, column=wrong[0] + 1)
        table.append([np.nan if n is None else n for n in numbers])
        labels.append(label)
    if not table:
        raise Refusal("batch_without_inputs")
    ids = np.array(labels)
    return np.array(table), ids.astype(np.int64) if classes else ids


def _number(cell: str) -> float | None:
    cell = cell.strip()
    if cell.lower() in MISSING:
        return float("nan")
    try:
        return float(cell)
    except ValueError:
        return None


def _is_number(cell: str) -> bool:
    return bool(cell) and _number(cell.strip('"')) is not None or cell == ""


def _delimiter(line: str) -> str | None:
    counts = {delimiter: line.count(delimiter) for delimiter in DELIMITERS}
    best = max(counts, key=lambda delimiter: counts[delimiter])
    return best if counts[best] else None
