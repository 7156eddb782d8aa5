"""A sample of the data: one or more inputs and the targets, with how we came to think so."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from probes.refusal import Refusal

Role = Literal["input", "target", "other"]
TargetKind = Literal[
    "class_ids", "binary", "one_hot", "multi_label", "real", "sequence", "class_map", "none"
]

LOOKED_AT = 20_000  # samples that the kind of the targets is guessed from
ENOUGH_TO_TELL = 2


@dataclass(frozen=True)
class Column:
    """One named array. `because` is a code: named, rank, last_column, position, only_one, said."""

    name: str
    role: Role
    because: str
    values: np.ndarray


@dataclass(frozen=True)
class Batch:
    """`columns` keeps the order of the file; `feature_names` where a table's header gives them."""

    columns: tuple[Column, ...]
    format: str = "arrays"
    feature_names: tuple[str, ...] = ()

    @property
    def inputs(self) -> Mapping[str, np.ndarray]:
        return {column.name: column.values for column in self.columns if column.role == "input"}

    @property
    def x(self) -> np.ndarray:
        """The first input; Refusal where there is none."""
        for column in self.columns:
            if column.role == "input":
                return column.values
        raise Refusal("batch_without_inputs")

    @property
    def y(self) -> np.ndarray | None:
        return next((c.values for c in self.columns if c.role == "target"), None)

    @property
    def targets(self) -> Mapping[str, np.ndarray]:
        return {column.name: column.values for column in self.columns if column.role == "target"}

    @property
    def samples(self) -> int:
        return len(self.x)

    @property
    def target_kind(self) -> TargetKind:
        return target_kind(self.y)

    def with_role(self, name: str, role: Role) -> "Batch":
        """The same batch after a person said what a column is."""
        if name not in {column.name for column in self.columns}:
            raise Refusal("batch_column_unknown", name=name)
        columns = tuple(
            replace(column, role=role, because="said") if column.name == name else column
            for column in self.columns
        )
        return replace(self, columns=columns)


def target_kind(y: np.ndarray | None) -> TargetKind:
    """What the targets mean, by their type, shape and values."""
    if y is None or y.size == 0 or y.ndim == 0:
        return "none"
    if y.ndim == 2 and y.shape[1] == 1:
        y = y[:, 0]
    seen = y[:LOOKED_AT]
    whole = bool(np.isfinite(seen).all() and (seen == np.floor(seen)).all())
    if not whole:
        return "real"
    zero_one = bool(((seen == 0) | (seen == 1)).all())
    if y.ndim == 1:
        return _of_numbers(seen, zero_one)
    if y.ndim == 2 and zero_one and len(seen) >= ENOUGH_TO_TELL:
        return "one_hot" if bool((seen.sum(axis=1) == 1).all()) else "multi_label"
    if y.dtype.kind == "f":
        return "real"
    return "sequence" if y.ndim == 2 else "class_map"


def _of_numbers(seen: np.ndarray, zero_one: bool) -> TargetKind:
    """Whole floats are classes only where they repeat: prices in whole numbers do not."""
    if zero_one:
        return "binary" if seen.dtype.kind == "f" else "class_ids"
    if seen.dtype.kind != "f":
        return "class_ids"
    few = np.unique(seen).size <= max(2, min(1000, len(seen) // 2))
    return "class_ids" if few and seen.min() >= 0 else "real"
