"""What an experiment shows as lines: one for each arm, every seed of it, their mean and reach."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

Numbers = Sequence[float | None]


@dataclass(frozen=True)
class Line:
    """`x` and `mean` are as long as the longest seed; `low` and `high` are over the seeds."""

    name: str
    x: tuple[float, ...]
    seeds: tuple[tuple[float, ...], ...]
    mean: tuple[float | None, ...]
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]


def line(name: str, seeds: Sequence[Sequence[float]], x: Sequence[float] = ()) -> Line:
    """Steps are counted from 1. Where a seed has ended or is not finite, the others count."""
    columns = [
        [value for value in column if value is not None and math.isfinite(value)]
        for column in zip_longest(*seeds)
    ]
    return Line(
        name,
        tuple(x) or tuple(map(float, range(1, len(columns) + 1))),
        tuple(map(tuple, seeds)),
        tuple(math.fsum(column) / len(column) if column else None for column in columns),
        tuple(min(column, default=None) for column in columns),
        tuple(max(column, default=None) for column in columns),
    )
