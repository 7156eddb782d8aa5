"""What hazardous operations read on a batch: the worst argument of a kind, and where."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from probes.passes.numeric import NumericPass
from probes.passes.structure import where
from probes.passes.watch import Operation


@dataclass(frozen=True)
class Worst:
    """`value` is infinite, away from the danger, where there is no such operation."""

    where: str
    value: float
    places: int


def worst_argument(
    numeric_pass: NumericPass,
    kinds: set[str],
    end: Literal["low", "high"],
    counts: Callable[[Operation], bool] = lambda _: True,
) -> Worst:
    """The lowest or highest argument of all operations of these kinds that count."""
    pick, away = (min, float("inf")) if end == "low" else (max, float("-inf"))
    found: dict[str, float] = {}
    for seen in numeric_pass.run.of_kinds(kinds):
        read = numeric_pass.run.argument_of(seen)
        value = getattr(read, end) if read is not None else None
        if value is not None and counts(seen):
            place = where(seen.node)
            found[place] = pick(found.get(place, value), value)
    at = pick(found, key=lambda place: found[place], default="")
    return Worst(at, found.get(at, away), len(found))
