"""CSV and its kin: comma, semicolon, tab, bar or spaces; sparse rows; decimal commas.

Reads what Keras' CSVLogger, Lightning's metrics.csv and the exports of experiment trackers write.
"""

import csv
import re
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

import numpy as np

from probes import possible_measures
from probes.column_names import MEASURES, meaning
from probes.formats import numerals
from probes.formats.decoding import decoded, lines_of
from probes.formats.guarded import only_refusals
from probes.formats.history_limits import COLUMNS, FILE_BYTES
from probes.formats.table import Table, unique_names
from probes.history import History
from probes.refusal import Refusal

DELIMITERS = (",", "\t", ";", "|")
ROWS_AT_ONCE = 20_000
_MARKS = ">* "  # before the first cell of a printed row
_TRACKER_BOUNDS = re.compile(r"__(?:MIN|MAX)$")
_DECIMAL_COMMA = re.compile(r"^-?\d+,\d+(?:[eE][-+]?\d+)?$")
# A first line such as `Epoch [1/5], Loss: 2.3` is a log line, not a line of names.
_IN_PROSE = re.compile(r"[:=]\s*[-+]?[0-9.]|\[[0-9]|[0-9]{4}-[0-9]{2}|.{120}")


def recognises(head: bytes, path: Path) -> bool:  # noqa: ARG001
    text = decoded(head)
    if text is None:
        return False
    lines = [line for line in text.splitlines()[:20] if line.strip()]
    if not lines or lines[0].lstrip()[:1] in ("{", "["):
        return False
    delimiter = delimiter_of(lines[0])
    return _is_history_header(cells_of(lines[0], delimiter), lines[1:], delimiter)


def _is_history_header(names: list[str], following: list[str], delimiter: str) -> bool:
    """Names only, of which one is a loss or a metric beside a counter or another measure."""
    if len(names) > COLUMNS or any(_is_number(name) or _IN_PROSE.search(name) for name in names):
        return False
    roles = [meaning(name.rsplit(" - ", 1)[-1]).role for name in names]
    measures = sum(role in MEASURES for role in roles)
    measures += len(_possible(names, following, delimiter))
    known = measures + sum(role in ("epoch", "step", "learning_rate") for role in roles)
    if not measures or known < 2 and len(names) > 1:
        return False
    bodies = [cells_of(line, delimiter) for line in following[:5]]
    if not bodies:
        return delimiter != " "
    rows = [body for body in bodies if len(names) == len(body)]
    return any(any(map(_is_number, row)) or not any(row) for row in rows)


def _possible(names: list[str], following: list[str], delimiter: str) -> list[str]:
    """Bare splits and initials, unless they hold whole numbers: flags, sizes and counts do."""
    rows = [cells_of(line, delimiter) for line in following[:5]]
    parted = {
        name
        for row in rows
        for name, cell in zip(names, row, strict=False)
        if (value := numerals.number(cell)) is not None and value % 1
    }
    whole = [n for n in names if n not in parted and possible_measures.could_be_measure(n)]
    return possible_measures.accepted(name for name in names if name not in whole)


def _is_number(cell: str) -> bool:
    return numerals.number(cell) is not None


def delimiter_of(line: str) -> str:
    """The separator of a header line: the one that makes most cells; spaces as a last resort."""
    best = max(DELIMITERS, key=line.count)
    return best if line.count(best) else " "


def cells_of(line: str, delimiter: str) -> list[str]:
    if delimiter == " ":
        return line.split()
    try:
        cells = next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        cells = line.split(delimiter)
    return [cell.strip() for cell in cells]


@only_refusals
def read(path: Path) -> History:
    size = path.stat().st_size
    if size > FILE_BYTES:
        raise Refusal("history_too_large", bytes=size, limit=FILE_BYTES)
    lines = (line.replace("\0", "") if "\0" in line else line for line in lines_of(path))
    lines = (line for line in lines if not line.isspace())
    header = next(lines, "")
    delimiter = delimiter_of(header)
    # Splitting is cheap only while the header is one of a sane table.
    if header.count(delimiter) > COLUMNS:
        raise Refusal("history_too_many_columns", columns=header.count(delimiter), limit=COLUMNS)
    names = unique_names(cells_of(header, delimiter))
    table = Table("delimited")
    try:
        _fill(table, names, lines, delimiter)
    except csv.Error as error:
        raise Refusal("history_broken_quotes", row=table.rows) from error
    return table.history()


def _fill(table: Table, names: list[str], lines: Iterator[str], delimiter: str) -> None:
    first = list(islice(lines, 50))
    decimal_comma = delimiter != "," and _writes_decimal_commas(first, delimiter)
    lines = chain(first, lines)
    if any(line.startswith((">", "*")) for line in first):
        lines = (line.lstrip(_MARKS) for line in lines)
    rows = map(str.split, lines) if delimiter == " " else csv.reader(lines, delimiter=delimiter)
    wanted = {i: name for i, name in enumerate(names) if name and not _TRACKER_BOUNDS.search(name)}
    while some := list(islice(rows, ROWS_AT_ONCE)):
        columns = {}
        for i, cells in _columns(some, len(names)):
            if i in wanted:
                columns[wanted[i]] = numerals.column(cells, decimal_comma)
                if _never_a_number(cells, columns[wanted[i]][1]):
                    del wanted[i]
        table.add(columns, len(some))


def _writes_decimal_commas(lines: list[str], delimiter: str) -> bool:
    cells = [cell for line in lines for cell in cells_of(line, delimiter)]
    commas = sum(bool(_DECIMAL_COMMA.match(cell)) for cell in cells)
    return commas > sum("." in cell for cell in cells)


def _columns(rows: list[list[str]], width: int) -> Iterator[tuple[int, list[str] | tuple]]:
    """Ragged rows are padded with empty cells; cells beyond the header are dropped."""
    if not all(len(row) == width for row in rows):
        rows = [row[:width] + [""] * (width - len(row)) for row in rows]
    return enumerate(zip(*rows, strict=True))


def _never_a_number(cells: list[str] | tuple, present: np.ndarray) -> bool:
    """Dates and run names: filled cells, and no number among them; not looked at again."""
    return not present.any() and len(cells) >= 1000 and all(cell.strip() for cell in cells[:1000])
