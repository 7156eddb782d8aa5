"""Gathers what a reader finds, column by column, into one History."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from probes.column_roles import understood
from probes.formats.history_limits import CELLS, COLUMNS, ROWS
from probes.history import History, Series
from probes.history_positions import filled, kept_rows, restarts_each_epoch, within_epochs
from probes.refusal import Refusal

Chunk = tuple[np.ndarray, np.ndarray]


@dataclass
class Table:
    """Columns that grow by chunks of rows; a column may appear late or pause."""

    source: str
    rows: int = 0
    chunks: dict[str, list[tuple[int, Chunk]]] = field(default_factory=dict)
    totals: dict[str, float] = field(default_factory=dict)

    def add(self, columns: Mapping[str, Chunk], rows: int) -> None:
        for name, chunk in columns.items():
            self.chunks.setdefault(name, []).append((self.rows, chunk))
        self.rows += rows
        if len(self.chunks) > COLUMNS:
            raise Refusal("history_too_many_columns", columns=len(self.chunks), limit=COLUMNS)
        if self.rows > ROWS or self.rows * len(self.chunks) > CELLS:
            raise Refusal("history_too_many_rows", rows=self.rows, columns=len(self.chunks))

    def history(self) -> History:
        """Columns without any number are left out and named; restarted runs are joined."""
        made = [
            Series(name, *self._whole(name), total=self.totals.get(name)) for name in self.chunks
        ]
        numeric = [column for column in made if column.count]
        left_out = tuple(column.name for column in made if not column.count)
        if not numeric:
            raise Refusal("history_has_no_numbers", rows=self.rows)
        return joined_runs(History(understood(numeric), self.source, left_out=left_out))

    def _whole(self, name: str) -> Chunk:
        chunks = self.chunks[name]
        self.chunks[name] = []  # large columns are not held twice
        if len(chunks) == 1 and chunks[0][1][0].size == self.rows:
            values, present = chunks[0][1]
        else:
            values, present = np.full(self.rows, np.nan), np.zeros(self.rows, bool)
            for start, (some, there) in chunks:
                values[start : start + some.size] = some
                present[start : start + some.size] = there
        values[~present] = np.nan
        return values, present


def of_rows(rows: Iterable[Mapping[str, float | None]], source: str) -> Table:
    """A table of sparse rows, for small files."""
    rows = list(rows)
    names = dict.fromkeys(name for row in rows for name in row)
    if len(names) > COLUMNS:
        raise Refusal("history_too_many_columns", columns=len(names), limit=COLUMNS)
    table = Table(source)
    if len(rows) * len(names) > CELLS:
        raise Refusal("history_too_many_rows", rows=len(rows), columns=len(names))
    columns = {}
    for name in names:
        cells = [row.get(name) for row in rows]
        present = np.array([cell is not None for cell in cells], bool)
        columns[name] = (np.array([np.nan if c is None else c for c in cells], float), present)
    table.add(columns, len(rows))
    return table


def unique_names(names: Sequence[str]) -> list[str]:
    """Two columns of one name are kept apart: loss, loss (2)."""
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return found


def joined_runs(history: History) -> History:
    """A resumed run replaces the rows it repeats, see `kept_rows`."""
    counter = _run_counter(history)
    if counter is None:
        return history
    main = history.find("train_loss") or history.find("validation_loss")
    judged = np.flatnonzero(main.present) if main is not None else np.arange(history.rows)
    kept, restarts = kept_rows(counter[judged])
    if restarts == 0 and np.array_equal(kept, np.arange(judged.size)):
        return history
    if restarts == 0:
        return history.without_rows(np.argsort(counter, kind="stable"), 0)
    return history.without_rows(_with_neighbours(judged, kept, history.rows), restarts)


def _run_counter(history: History) -> np.ndarray | None:
    step, epoch = history.find("step"), history.find("epoch")
    steps, epochs = filled(step), filled(epoch)
    if steps is None or epochs is None:
        return epochs if steps is None else steps
    if restarts_each_epoch(steps, epochs):
        return within_epochs(steps, epochs, step)
    return steps


def _with_neighbours(judged: np.ndarray, kept: np.ndarray, rows: int) -> np.ndarray:
    """Rows between two judged ones share the fate of the one before them."""
    fate = np.zeros(judged.size, bool)
    fate[kept] = True
    before = np.searchsorted(judged, np.arange(rows), side="right") - 1
    return np.flatnonzero(fate[np.maximum(before, 0)])
