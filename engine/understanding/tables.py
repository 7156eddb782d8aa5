"""Tables pasted into a message: the name of a column tells whose numbers stand below it."""

import re
from collections.abc import Iterator
from itertools import pairwise, product

from engine.understanding import subjects as s
from engine.understanding.amounts import NUM, UNIT, number
from engine.understanding.figure import Figure, valued
from engine.understanding.set_figures import METRICS, SETS
from engine.understanding.settings import NAMES
from engine.understanding.subjects import mark

Cells = list[tuple[str, int]]  # each with where it starts
# Of cells; a single space only where nothing else parts them as often as the header.
SEPARATORS = tuple(re.compile(one) for one in (r" *[|\t,] *| {2,}", r" *[|\t,] *| +"))
LINE = re.compile(r"[^\n]+")
RULE = re.compile(r"[\s|+:=\-—─]*")  # between a header and its rows
VALUE = re.compile(rf"({NUM})({UNIT})(?:/\d+)?")
EPOCH = re.compile(r"epochs?|ep|轮次?|轮数|第几轮|训练轮数")
COUNTED = re.compile(rf"{EPOCH.pattern}|(?:global_?)?steps?|iter\w*|步数?|迭代")
SET = tuple((name, re.compile(rf"{word}(?:ing)?(?:[ _]?set)?")) for name, word in SETS.items())


OWN = re.compile(r"mine|ours?|my (?:model|run|net)|this(?: run)?|我的?|自己的?|本文|current|现在")
SHORT = {"tr": "train", "trn": "train", "va": "validation", "vl": "validation"}


def tabled(text: str) -> Iterator[Figure]:
    """Of rows that go on through time, the last; rows that are runs side by side tell no value."""
    for header, rows in _tables(text):
        names = [cell for cell, _ in header]
        own = [row for row in rows if OWN.fullmatch(row[0][0])]
        if own and len(own[0]) == len(names):
            yield from _of_row(names, own[0])
        elif any(COUNTED.fullmatch(name) for name in names) and any(map(_set, names)):
            yield from _of_bare_sets(names, rows[-1], text)
        elif any(_set(name) for name in names) or any(_set(row[0][0]) for row in rows):
            yield from (figure for row in rows for figure in _of_sets(names, row))
        elif len(rows) == 1 or any(COUNTED.fullmatch(name) for name in names):
            yield from _of_row(names, rows[-1])


def _tables(text: str) -> Iterator[tuple[Cells, list[Cells]]]:
    lines = [found for found in LINE.finditer(text) if not RULE.fullmatch(found[0])]
    header: Cells = []
    rows: list[Cells] = []
    for line, following in pairwise([*lines, None]):
        if line is None:
            break
        cells = _cells(line, header)
        if cells and _is_row(cells):
            rows.append(cells)
            continue
        if rows:
            yield header, rows
        header, rows = _header(line, following), []
    if rows:
        yield header, rows


def _header(line: re.Match[str], following: re.Match[str] | None) -> Cells:
    """The cells of a line under which a row of as many numbers stands."""
    if following is None:
        return []
    for one, other in product(SEPARATORS, repeat=2):
        cells, below = _split(line, one), _split(following, other)
        if len(cells) > 1 and _fits(below, cells) and _is_row(below) and _is_header(cells):
            return cells
    return []


def _cells(line: re.Match[str], header: Cells) -> Cells:
    """The cells of a line, if it has as many as its header."""
    if not header:
        return []
    splits = (_split(line, separator) for separator in SEPARATORS)
    return next((cells for cells in splits if _fits(cells, header)), [])


def _fits(cells: Cells, header: Cells) -> bool:
    """As many as its header, or one more: the corner above the names of the rows is empty."""
    corner = bool(cells) and bool(_set(cells[0][0]) or _measure(cells[0][0]))
    return len(cells) == len(header) or (corner and len(cells) == len(header) + 1)


def _split(line: re.Match[str], separator: re.Pattern[str]) -> Cells:
    cells, last = [], 0
    for found in (*separator.finditer(line[0]), None):
        end = found.start() if found else len(line[0])
        if line[0][last:end].strip():
            space = len(line[0][last:end]) - len(line[0][last:end].lstrip())
            cells.append((line[0][last:end].strip(), line.start() + last + space))
        last = found.end() if found else end
    return cells


def _is_row(cells: Cells) -> bool:
    numbers = sum(bool(VALUE.fullmatch(cell)) for cell, _ in cells)
    return numbers >= len(cells) - 1 and numbers >= 1


def _is_header(cells: Cells) -> bool:
    known = (_finding(cell) or _set(cell) or COUNTED.fullmatch(cell) for cell, _ in cells)
    return sum(map(bool, known)) >= 2


def _finding(cell: str) -> str | None:
    letters = set(mark(cell).replace(" ", "").replace("_", ""))
    if len(letters) == 1 and letters <= set(METRICS):
        return METRICS[letters.pop()]
    if EPOCH.fullmatch(cell):
        return "epochs_done"
    return next((name for name, pattern in NAMES if pattern.fullmatch(cell)), None)


def _set(cell: str) -> str | None:
    return SHORT.get(cell) or next((name for name, pattern in SET if pattern.fullmatch(cell)), None)


def _of_row(names: list[str], row: Cells) -> Iterator[Figure]:
    for name, (cell, start) in zip(names, row, strict=True):
        finding, found = _finding(name), VALUE.fullmatch(cell)
        if finding and found:
            place = start, start + len(cell)
            measured = finding.endswith(("loss", "accuracy"))
            yield from (
                valued(finding, found[1], found[2], place)
                if measured
                else (Figure(finding, number(found[1], found[2]), *place),)
            )


def _of_sets(names: list[str], row: Cells) -> Iterator[Figure]:
    """A row for each set ("train | 0.2 | 95" under "set | loss | acc"), or a column for each."""
    (head, _), *cells = row
    for column, (cell, start) in zip(names[-len(cells) :], cells, strict=True):
        name, measure = _set(head) or _set(column), _measure(column) or _measure(head)
        found = VALUE.fullmatch(cell)
        if name and measure and found and (name, measure) != ("test", "loss"):
            place = start, start + len(cell)
            yield from valued(f"{name}_{measure}", found[1], found[2], place)


def _of_bare_sets(names: list[str], row: Cells, text: str) -> Iterator[Figure]:
    """ "ep | tr | va": only the words around tell whether losses or accuracies stand there."""
    measures = {_measure(word) for word in re.findall(r"[a-z]+|[\u4e00-\u9fff]+", text)} - {None}
    for name, (cell, start) in zip(names, row, strict=True):
        found, of_set = VALUE.fullmatch(cell), _set(name)
        if found and of_set and len(measures) == 1 and of_set != "test":
            place = start, start + len(cell)
            yield from valued(f"{of_set}_{min(map(str, measures))}", found[1], found[2], place)
    yield from _of_row(names, row)


def _measure(cell: str) -> str | None:
    return {s.ANY_LOSS: "loss", s.ANY_ACC: "accuracy"}.get("".join(set(mark(cell))))
