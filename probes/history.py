"""What a training run logged: one table of named series, each with the role we gave it and why."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, NamedTuple

import numpy as np

from probes.history_positions import Positions, place

Role = Literal[
    "train_loss",
    "validation_loss",
    "train_metric",
    "validation_metric",
    "learning_rate",
    "gradient_norm",
    "step",
    "epoch",
    "time",
    "loss_scale",
    "other",
]
ROLES: tuple[Role, ...] = Role.__args__
Direction = Literal["higher", "lower"]
Split = Literal["train", "validation"]


class Curve(NamedTuple):
    """Both of one length; x never falls; values keep the NaN and inf that the run logged."""

    x: np.ndarray
    values: np.ndarray

    def __bool__(self) -> bool:
        return self.values.size > 0


class Pair(NamedTuple):
    """Two curves brought to the same places."""

    x: np.ndarray
    first: np.ndarray
    second: np.ndarray


@dataclass(frozen=True)
class Series:
    """One column. `present` tells a NaN that was logged from a cell that was left empty.

    `reason` is a code that says why the column has its role (see probes/column_roles.py).
    `total` is the M of counters such as `3/10`; `scaled` is 0.01 where percents became shares.
    """

    name: str
    values: np.ndarray
    present: np.ndarray
    role: Role = "other"
    reason: str = "not_understood"
    metric: str | None = None
    direction: Direction | None = None
    rank: int = 0
    total: float | None = None
    scaled: float = 1.0

    @property
    def count(self) -> int:
        return int(self.present.sum())


@dataclass(frozen=True)
class History:
    """A run as rows in time order. Most probes need no more than

    x, loss = history.series("train_loss")     empty arrays where there is none
    x, accuracy = history.metric("accuracy", "validation")
    x, train, validation = history.together("train_loss", "validation_loss")

    `x` counts in `history.unit`; `history.epochs(x)` translates where epochs are known.
    """

    columns: tuple[Series, ...]
    source: str = ""
    restarts: int = 0
    left_out: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        return self.columns[0].values.size if self.columns else 0

    @cached_property
    def positions(self) -> Positions:
        return place(self.rows, self.find("step"), self.find("epoch"))

    @property
    def unit(self) -> Literal["epoch", "step", "row"]:
        return self.positions.unit

    def column(self, name: str) -> Series | None:
        return next((column for column in self.columns if column.name == name), None)

    def all(self, role: Role) -> tuple[Series, ...]:
        """Every column of a role, the best first: plain names, then those with more points."""
        found = [column for column in self.columns if column.role == role and column.count]
        return tuple(sorted(found, key=lambda column: (column.rank, -column.count)))

    def find(self, role: Role) -> Series | None:
        return next(iter(self.all(role)), None)

    def has(self, *roles: Role) -> bool:
        return all(self.find(role) is not None for role in roles)

    def series(self, role: Role) -> Curve:
        return self.curve(self.find(role))

    def metrics(self, split: Split = "validation") -> tuple[str, ...]:
        """Names of the metrics logged for a split, accuracy first."""
        found = {column.metric for column in self.all(f"{split}_metric") if column.metric}
        return tuple(sorted(found, key=lambda metric: (metric != "accuracy", metric)))

    def metric_column(self, name: str | None = None, split: Split = "validation") -> Series | None:
        """Without a name the first of `metrics(split)`: accuracy where there is one."""
        wanted = name or next(iter(self.metrics(split)), None)
        columns = self.all(f"{split}_metric")
        return next((column for column in columns if column.metric == wanted), None)

    def metric(self, name: str | None = None, split: Split = "validation") -> Curve:
        return self.curve(self.metric_column(name, split))

    def curve(self, column: Series | None) -> Curve:
        """The rows in which a column was logged."""
        if column is None:
            return Curve(np.empty(0), np.empty(0))
        return Curve(self.positions.x[column.present], column.values[column.present])

    def together(self, first: Role | Series, second: Role | Series) -> Pair:
        """Both where the second was logged; the first is averaged since the place before.

        So a loss of every step meets a validation loss of every epoch; places at which the first
        has nothing to offer are left out. An average over anything not finite is NaN.
        """
        fine, coarse = (
            self.curve(self.find(c) if isinstance(c, str) else c) for c in (first, second)
        )
        ends = np.searchsorted(fine.x, coarse.x, side="right")
        starts = np.concatenate(([0], ends[:-1])) if ends.size else ends
        # At one x (an epoch's last row of several) the points just before still belong here.
        starts = np.where(starts == ends, np.searchsorted(fine.x, coarse.x, side="left"), starts)
        known = ends > starts
        sums = np.concatenate(([0.0], np.cumsum(np.nan_to_num(fine.values, posinf=0, neginf=0))))
        broken = np.concatenate(([0], np.cumsum(~np.isfinite(fine.values))))
        starts, ends = starts[known], ends[known]
        means = (sums[ends] - sums[starts]) / (ends - starts)
        means[broken[ends] > broken[starts]] = np.nan
        return Pair(coarse.x[known], means, coarse.values[known])

    def epochs(self, x: np.ndarray) -> np.ndarray | None:
        """Epochs at places of the x axis, or None where the run did not log any."""
        if self.positions.epochs is None:
            return None
        return np.interp(x, self.positions.x, self.positions.epochs)

    def with_role(
        self,
        name: str,
        role: Role,
        metric: str | None = None,
        direction: Direction | None = None,
    ) -> "History":
        """The history in which a person has said what a column is; it comes first in its role."""
        if self.column(name) is None or role not in ROLES:
            raise KeyError(name if role in ROLES else role)
        corrected = {
            "role": role,
            "reason": "corrected",
            "rank": -1,
            "metric": metric or (name if role.endswith("_metric") else None),
            "direction": direction or ("higher" if role.endswith("_metric") else None),
        }
        return replace(
            self,
            columns=tuple(
                replace(column, **corrected) if column.name == name else column
                for column in self.columns
            ),
        )

    def without_rows(self, keep: np.ndarray, restarts: int) -> "History":
        """Only the rows that a mask keeps."""
        return replace(self, columns=tuple(_rows(self.columns, keep)), restarts=restarts)


def _rows(columns: Iterable[Series], keep: np.ndarray) -> Iterable[Series]:
    for column in columns:
        yield replace(column, values=column.values[keep], present=column.present[keep])
