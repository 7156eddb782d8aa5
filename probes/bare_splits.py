"""Numbers named only by their set, `train 0.52 val 0.61`: losses or scores, told by their company.

Beside a loss, rising shares are scores, and what is of the loss's size is the loss of that set.
Beside a metric they are losses. Alone, where both sets are there, they are scores if they rise as
shares, else losses. Whole numbers are counters or sizes, whatever else is there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from probes.column_names import SPLITS, Meaning, name_words, role_of, split_of
from probes.history import Series

PERCENTAGE = "%"  # ends the name of a bare split whose number is written in percent
# Words that say no more than the set does.
_FILLERS = frozenset(("set", "on", "score"))
_FALLS = 0.9  # the end of a falling series against its start, where scores are the usual reading
_SAME_SIZE = 5.0  # times: the losses of two sets, one of which is overfitted, seldom differ more
_PERCENT = (10.0, 100.0)  # a rising series from there on is hardly a loss


@lru_cache(maxsize=8192)
def bare_split(name: str) -> str | None:
    """The set, where the name says nothing else."""
    told = set(name_words(name))
    return split_of(told) if told and told <= SPLITS | _FILLERS else None


def both_sides(names: Iterable[str]) -> bool:
    """A training set and another one: two curves of one quantity."""
    splits = {bare_split(name) for name in names} - {None}
    return "train" in splits and len(splits) > 1


@dataclass(frozen=True)
class _Company:
    """The named measures of the same table."""

    losses: Sequence[Series]
    roles: frozenset[str]
    has_higher: bool
    has_lower: bool


def resolved(columns: Sequence[Series], meanings: Sequence[Meaning]) -> list[Meaning]:
    """The meanings, in which bare splits have found theirs."""
    bare = {
        i: split
        for i, (column, told) in enumerate(zip(columns, meanings, strict=True))
        if told.role == "other" and (split := bare_split(_own_name(column.name)))
        if _is_measured(column)
    }
    shares = {i: split for i, split in bare.items() if columns[i].name.endswith(PERCENTAGE)}
    others = {i: split for i, split in bare.items() if i not in shares}
    found = list(meanings)
    if shares and (others or _has_company(shares, columns, found)):
        for i, split in shares.items():
            found[i] = _as("metric", role_of(split, "metric"), split, "percentage_of_a_set")
    if others:
        _resolve(others, columns, found)
    return found


def _has_company(
    shares: dict[int, str], columns: Sequence[Series], meanings: list[Meaning]
) -> bool:
    """Else the percentages are scores only if they rise: parts of a data set do not."""
    named = any(told.role.endswith(("_loss", "_metric")) for told in meanings)
    return named or _rise_as_shares([columns[i] for i in shares], [*shares.values()])


def _resolve(bare: dict[int, str], columns: Sequence[Series], found: list[Meaning]) -> None:
    kind, reason, taken = _kind([columns[i] for i in bare], [*bare.values()], columns, found)
    for i, split in bare.items() if kind else ():
        role = role_of(split, kind)
        if role not in taken and not (kind == "loss" and _is_score(columns[i].name)):
            found[i] = _as(kind, role, split, reason)


def _own_name(name: str) -> str:
    return name.rsplit(" - ", 1)[-1]


def _is_score(name: str) -> bool:
    return "score" in name_words(name)


def _as(kind: str, role: str, split: str, reason: str) -> Meaning:
    if kind == "loss":
        return Meaning(role, split, reason=reason)
    return Meaning(role, split, "accuracy", "higher", reason=reason)


def _finite(column: Series) -> np.ndarray:
    values = column.values[column.present]
    return values[np.isfinite(values)]


def _is_measured(column: Series) -> bool:
    values = _finite(column)
    return values.size >= 2 and values.min() >= 0 and bool((values != values.round()).any())


def _kind(
    bare: list[Series], splits: list[str], columns: Sequence[Series], meanings: list[Meaning]
) -> tuple[str, str, frozenset[str]]:
    """`loss` or `metric` or nothing, the reason, and the roles that others have already."""
    named = _company(columns, meanings)
    scores = _rise_as_shares(bare, splits)
    if named.losses:
        if scores or _are_shares(bare) and not _falls(_key(bare, splits)):
            return "metric", "bare_split_beside_a_loss", frozenset()
        like = any(_of_one_size(_key(bare, splits), loss) for loss in named.losses)
        return ("loss" if like else ""), "bare_split_like_the_loss", named.roles
    if named.has_higher:
        unclear = scores and "train" in splits
        return ("" if unclear else "loss"), "bare_split_beside_a_metric", frozenset()
    if named.has_lower and scores:
        return "metric", "bare_split_beside_a_loss", frozenset()
    if not named.has_lower and not ("train" in splits and len(set(splits)) > 1):
        return "", "", frozenset()
    if scores:
        return "metric", "bare_splits_rise_as_shares", frozenset()
    reason = "bare_split_beside_a_metric" if named.has_lower else "bare_splits_are_losses"
    return "loss", reason, frozenset()


def _company(columns: Sequence[Series], meanings: list[Meaning]) -> _Company:
    losses = [
        column
        for column, told in zip(columns, meanings, strict=True)
        if told.role.endswith("_loss")
    ]
    roles = frozenset(told.role for told in meanings if told.role.endswith("_loss"))
    directions = {told.direction for told in meanings if told.role.endswith("_metric")}
    return _Company(losses, roles, "higher" in directions, "lower" in directions)


def _key(bare: list[Series], splits: list[str]) -> Series:
    """The training set's: its loss falls and its score rises, whatever the other set does."""
    return bare[splits.index("train")] if "train" in splits else bare[0]


def _rise_as_shares(bare: list[Series], splits: list[str]) -> bool:
    key = _finite(_key(bare, splits))
    start, end = _ends(key)
    in_percent = all(
        _PERCENT[0] <= _finite(column).min() and _finite(column).max() <= _PERCENT[1]
        for column in bare
    )
    return end > start and (_are_shares(bare) or in_percent)


def _are_shares(bare: list[Series]) -> bool:
    return all(_finite(column).max() <= 1 for column in bare)


def _falls(column: Series) -> bool:
    start, end = _ends(_finite(column))
    return end < _FALLS * start


def _ends(values: np.ndarray) -> tuple[float, float]:
    """Means of the first and the last third."""
    third = max(1, values.size // 3)
    return float(values[:third].mean()), float(values[-third:].mean())


def _of_one_size(column: Series, loss: Series) -> bool:
    """By the larger start of the two: a curve near 0 at its end says little about its size."""
    one, other = _ends(_finite(column))[0], _finite(loss)
    if not other.size:
        return False
    start = _ends(other)[0]
    return 0 < one <= _SAME_SIZE * start and start <= _SAME_SIZE * one
