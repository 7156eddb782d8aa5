"""All lines of a log together: rows of named numbers with the epoch and step they belong to."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from probes.column_names import meaning
from probes.formats.log_text import tables
from probes.formats.log_text.cleaning import seen_lines
from probes.formats.log_text.pairs import BARE, Found, pairs
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

    def take(self, line: str, rewritten: bool) -> None:
        if self._is_of_table(line):
            return
        found = pairs(line)
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
    bare = {row[BARE] for row in log.rows if BARE in row}
    names_steps = any("step" in row for row in log.rows)
    if len(bare) < 2 or (log.names_epochs and names_steps):
        name = None
    else:
        name = "step" if log.names_epochs else "epoch"
    for row in log.rows:
        if BARE in row:
            value = row.pop(BARE)
            if name is not None:
                row.setdefault(name, value)
        yield row
    if name and BARE in log.totals:
        log.totals[name] = log.totals[BARE]


def is_log(rows: list[dict[str, float]]) -> bool:
    """Two lines with values that belong together: of one name, or with a counter."""
    valued = [row for row in rows if any(meaning(name).role in _MEASURES for name in row)]
    if len(valued) < 2:
        return False
    counted = {(row.get("epoch"), row.get("step")) for row in valued}
    if len(counted - {(None, None)}) >= 2:
        return True
    names = [name for row in valued for name in row if meaning(name).role in _MEASURES]
    return len(set(names)) < len(names)
