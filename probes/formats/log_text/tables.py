"""Tables printed into a log, as fastai and notebooks do: a line of names, then lines of cells."""

import re
from dataclasses import dataclass

from probes.column_names import meaning
from probes.formats.numerals import number
from probes.possible_measures import accepted

_BARS = re.compile(r"[|│┃]")
_RULES = re.compile(r"^[\s\-=+|:┼─━┃│]+$")
_WIDE = re.compile(r"\t|\s{2,}")
_MEASURES = ("train_loss", "validation_loss", "train_metric", "validation_metric")
_MOST_COLUMNS = 60
_ENDS_IN_NUMBER = re.compile(r"\s(?:\d+|nan|[-+]?inf)$", re.I)  # `epoch 3 | loss nan`
_HOLDS_VALUE = re.compile(r"(?<![\w@.])\d*(?:\.\d|\d%|\de[-+]?\d)")  # `loss 0.5`, not `mAP@0.5`
_MARKS = ">*#→• "  # before the first cell of a line


@dataclass(frozen=True)
class Header:
    names: tuple[str, ...]
    style: str
    indented: bool = False  # as a data frame prints it, above its index

    def row(self, line: str) -> dict[str, float] | None:
        """The cells of one line; None where the line is not of this table."""
        cells = _split(line, self.style)
        if len(cells) < len(self.names) and self.style != "words":
            cells = _split(line, "words")
        if not len(self.names) <= len(cells) <= len(self.names) + 8:
            return None
        if self.indented and len(cells) == len(self.names) + 1 and cells[0].isdigit():
            cells = cells[1:]
        row = {name: _cell(cell) for name, cell in zip(self.names, cells, strict=False) if name}
        row = {name: cell for name, cell in row.items() if cell is not None}
        return row if 2 * len(row) >= len(self.names) else None


def header(line: str) -> Header | None:
    """A line of names only, two of them measures, or one beside a counter."""
    if len(line) > 2000 or "=" in line or ":" in line:
        return None
    for style in ("bars", "wide", "words"):
        names = _split(line, style)
        if 2 <= len(names) <= _MOST_COLUMNS and _are_names(names):
            return Header(tuple(names), style, line[:2].isspace())
    return None


def is_rule(line: str) -> bool:
    """The line between head and body."""
    return bool(_RULES.match(line))


def _are_names(names: list[str]) -> bool:
    if any(number(name) is not None or _HOLDS_VALUE.search(name) for name in names):
        return False
    if any(len(name) > 40 for name in names) or all(map(_ENDS_IN_NUMBER.search, names)):
        return False
    roles = [meaning(name).role for name in names]
    possible = len(accepted(names))
    measures = sum(role in _MEASURES for role in roles) + possible
    counters = sum(role in ("epoch", "step") for role in roles)
    known = sum(role != "other" for role in roles) + possible
    return measures >= 1 and measures + counters >= 2 and 2 * known >= len(names)


def _split(line: str, style: str) -> list[str]:
    if style == "bars":
        cells = [cell.strip() for cell in _BARS.split(line.strip().strip("|│┃"))]
        return cells if len(cells) > 1 else []
    if style == "wide":
        return [cell.strip() for cell in _WIDE.split(line.strip())]
    return line.split()


def _cell(cell: str) -> float | None:
    found = number(cell.lstrip(_MARKS))
    if found is None and "/" in cell:
        found = number(cell.split("/", 1)[0])
    return found
