"""Which remembered state belongs to which weight, when the optimizer only counts its parameters."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from probes.checkpoint import StoredTensor

Shape = tuple[int, ...]
Names = list[str | None]
# Adafactor keeps rows and columns of a matrix instead of the matrix.
_FACTORS = frozenset({"exp_avg_sq_row", "exp_avg_sq_col", "row_var", "col_var"})

How = Literal["name", "order", "groups", "shape", "partly", "none"]


@dataclass(frozen=True)
class Entry:
    """A parameter as the optimizer knows it; `shape` where a pickled tensor tells it."""

    group: int
    name: str | None
    shape: Shape | None
    step: float | None
    tensors: Mapping[str, StoredTensor]

    @property
    def seen_shape(self) -> Shape | None:
        """Of the tensors it keeps, those that are as large as the parameter."""
        shapes = [kept.shape for what, kept in self.tensors.items() if what not in _FACTORS]
        return max(shapes, key=len) if shapes else self.shape


def match(entries: list[Entry], parameters: dict[str, StoredTensor]) -> tuple[Names, How]:
    """By name; by order, where everything fits; by rank in each group; by unique alignment."""
    named: Names = [entry.name if entry.name in parameters else None for entry in entries]
    if entries and all(named):
        return named, "name"
    shapes = {name: parameters[name].shape for name in _untied(parameters)}
    for how, attempt in (("order", _by_order), ("groups", _by_rank)):
        names = attempt(entries, shapes)
        if names is not None:
            return names, how  # type: ignore[return-value]
    names = _by_alignment(entries, shapes)
    if all(names) and names:
        return names, "shape"
    return names, "partly" if any(names) else "none"


def _untied(parameters: dict[str, StoredTensor]) -> list[str]:
    """Tied weights count once, as in parameters()."""
    names: list[str] = []
    seen: set[tuple] = set()
    for name, stored in parameters.items():
        place = (stored.storage, stored.offset, stored.shape)
        if not stored.storage or stored.size == 0 or place not in seen:
            names.append(name)
        seen.add(place)
    return names


def _fits(entry: Entry, shape: Shape) -> bool:
    return entry.seen_shape in (None, shape)


def _by_order(entries: list[Entry], shapes: dict[str, Shape]) -> Names | None:
    if not entries or len(entries) != len(shapes):
        return None
    pairs = zip(entries, shapes.items(), strict=True)
    return list(shapes) if all(_fits(entry, shape) for entry, (_, shape) in pairs) else None


def _by_rank(entries: list[Entry], shapes: dict[str, Shape]) -> Names | None:
    """Two groups, one with matrices and one with biases and norms: usual for weight decay."""
    ranks: dict[int, set[bool]] = {}
    for entry in entries:
        if entry.seen_shape is not None:
            ranks.setdefault(entry.group, set()).add(len(entry.seen_shape) >= 2)
    if sorted(map(sorted, ranks.values())) != [[False], [True]]:
        return None
    names: Names = []
    for group in dict.fromkeys(entry.group for entry in entries):
        matrices = ranks.get(group, set()) == {True}
        mine = [entry for entry in entries if entry.group == group]
        own = {name: shape for name, shape in shapes.items() if (len(shape) >= 2) == matrices}
        found = _by_order(mine, own)
        if found is None:
            return None
        names.extend(found)
    return names


def _by_alignment(entries: list[Entry], shapes: dict[str, Shape]) -> Names:
    """Entries are parameters in their order with some left out; certain is what comes out the same
    from the front and from the back."""
    names: Names = [None] * len(entries)
    if any(entry.group for entry in entries):
        return names
    items = list(shapes.items())
    front = _greedy(entries, items)
    back = _greedy(entries[::-1], items[::-1])
    if front is None or back is None:
        return names
    return [one if one == other else None for one, other in zip(front, back[::-1], strict=True)]


def _greedy(entries: list[Entry], items: list[tuple[str, Shape]]) -> list[str] | None:
    found: list[str] = []
    place = 0
    for entry in entries:
        while place < len(items) and not _fits(entry, items[place][1]):
            place += 1
        if place == len(items):
            return None
        found.append(items[place][0])
        place += 1
    return found
