"""All lines of a log together: rows of named numbers with the epoch and step they belong to."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from probes import possible_measures
from probes.column_names import meaning
from probes.formats.log_text import headings, tables
from probes.formats.log_text.cleaning import seen_lines
from probes.formats.log_text.pairs import pairs
from probes.formats.log_text.slots import BARE, POSSIBLE, Found
from probes.formats.trainer_state import without_summary

_VALUES = frozenset(
    [
        "train_loss",
        "validation_loss",
        "train_metric",
        "validation_metric",
        "learning_rate",
        "gradient_norm",
        "loss_scale",
        POSSIBLE,
    ]
)
_MEASURES = frozenset(["train_loss", "validation_loss", "train_metric", "validation_metric"])


@dataclass
class Log:
    """What was read so far; `epoch` is the last one named, also on a line of its own."""

    rows: list[dict[str, float]] = field(default_factory=list)
    totals: dict[str, float] = field(default_factory=dict)
    epoch: float | None = None
    names_epochs: bool = False
    header: tables.Header | None = None
    rewritten: dict[str, float] | None = None
    heading: str | None = None  # the set that a line of its own named

    def take(self, line: str, rewritten: bool) -> None:
        if self._is_of_table(line):
            return
        found = pairs(line)
        if not found:
            if not tables.is_rule(line):
                self.heading = headings.heading_of(line)
            return
        if self.heading:
            found = self._below_heading(found)
        row = self._counted(found)
        if not row:
            return
        if self.rewritten is not None and self.rewritten.get("epoch") != row.get("epoch"):
            self.rows.append(self.rewritten)
        self.rewritten = row if rewritten else None
        if not rewritten:
            self.rows.append(row)

    def end(self) -> None:
        if self.rewritten is not None:
            self.rows.append(self.rewritten)

    def _is_of_table(self, line: str) -> bool:
        if self.header is not None:
            if (row := self.header.row(line)) is not None:
                self.rows.append(row)
                return True
            if tables.is_rule(line):
                return True
        if (header := tables.header(line)) is not None:
            self.header = header
            return True
        return False

    def _below_heading(self, found: list[Found]) -> list[Found]:
        if self.heading != "train" and headings.is_below(found):
            return headings.of_heading(found, self.heading)
        self.heading = None
        return found

    def _counted(self, found: list[Found]) -> dict[str, float]:
        """The values of a line with its counters; nothing where it has no values."""
        row: dict[str, float] = {}
        measures: set[str] = set()
        for slot, value, total in found:
            name, role = slot.column, slot.role
            if name in row and not (role == "step" and "global" in slot.name.lower()):
                continue
            row[name] = value
            measures.add(role)
            if total is not None and role in ("epoch", "step", "bare"):
                self.totals[name] = total
        self._remember(row)
        if not measures & _VALUES:
            return {}
        if BARE in row and _only_validates(measures) and (self.epoch is not None):
            del row[BARE]  # a batch counter of the validation pass does not count training
        if self.epoch is not None:
            row.setdefault("epoch", self.epoch)
        return without_summary(row)

    def _remember(self, row: dict[str, float]) -> None:
        if "epoch" in row:
            self.epoch, self.names_epochs = row["epoch"], True


def _only_validates(roles: set[str]) -> bool:
    return bool(roles & _MEASURES) and not any(role.startswith("train") for role in roles)


def gathered(text: str) -> Log:
    log = Log()
    for line, rewritten in seen_lines(text):
        if line and not line.isspace():
            log.take(line, rewritten)
    log.end()
    return log


def rows_of(log: Log) -> Iterator[dict[str, float]]:
    """Bare counters named: epochs where no line names epochs, else batches of the epoch."""
    rows = _with_values(log.rows)
    bare = {row[BARE] for row in rows if BARE in row}
    names_steps = any("step" in row for row in rows)
    if len(bare) < 2 or (log.names_epochs and names_steps):
        name = None
    else:
        name = "step" if log.names_epochs else "epoch"
    for row in rows:
        if BARE in row:
            value = row.pop(BARE)
            if name is not None:
                row.setdefault(name, value)
        yield row
    if name and BARE in log.totals:
        log.totals[name] = log.totals[BARE]


def _with_values(rows: list[dict[str, float]]) -> list[dict[str, float]]:
    """Without the rows that hold nothing but possible measures of which nothing came."""
    measures = _measures_of(rows)
    shapes = {tuple(row) for row in rows}
    empty = {shape for shape in shapes if not measures & set(shape) and _is_possible(shape)}
    return [row for row in rows if tuple(row) not in empty] if empty else rows


def _is_possible(shape: tuple[str, ...]) -> bool:
    sure = (meaning(name).role in _VALUES for name in shape)
    return any(map(possible_measures.could_be_measure, shape)) and not any(sure)


def _measures_of(rows: list[dict[str, float]]) -> set[str]:
    """The names of measures, and of possible ones that vary and have the right company."""
    names = dict.fromkeys(name for row in rows for name in row)
    possible = [name for name in names if possible_measures.could_be_measure(name)]
    dropped = {name for name in possible if not _is_measured(name, rows)}
    kept = possible_measures.accepted(name for name in names if name not in dropped)
    return {name for name in names if meaning(name).role in _MEASURES} | set(kept)


def _is_measured(name: str, rows: list[dict[str, float]]) -> bool:
    """Twice at least, and not in whole numbers: those are sizes."""
    values = [row[name] for row in rows if name in row]
    return len(values) > 1 and any(value % 1 for value in values)


def is_log(rows: list[dict[str, float]]) -> bool:
    """Two lines with values that belong together: of one name, or with a counter."""
    measures = _measures_of(rows)
    valued = [row for row in rows if not measures.isdisjoint(row)]
    if len(valued) < 2:
        return False
    counted = {(row.get("epoch"), row.get("step")) for row in valued}
    if len(counted - {(None, None)}) >= 2:
        return True
    names = [name for row in valued for name in row if name in measures]
    return len(set(names)) < len(names)
