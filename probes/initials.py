"""Initials that stand for words in company only: `L` beside `VL`, `ta` beside `tl`.

Alone they may be anything: lengths, voltages, the letters of an alphabet.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from probes.bare_splits import bare_split
from probes.column_names import SPLITS, Meaning, name_words, role_of, split_of
from probes.history import Series

LOSSES = {"l": None, "tl": "train", "vl": "validation"}
SCORES = {"a": None, "ta": "train", "va": "validation"}


def initial_loss(name: str) -> tuple[str | None] | None:
    """The set of `tl`, `L`, `trn_l`; None where the name is no such initial."""
    return _read(name, LOSSES, "l")


def in_company(names: Iterable[str]) -> bool:
    """Losses of two sets, or one of them beside a score's initial."""
    names = list(names)
    losses = {found for name in names if (found := initial_loss(name)) is not None}
    scores = any(_read(name, SCORES, "a") is not None for name in names)
    return len(losses) > 1 or bool(losses and scores)


def _read(name: str, whole: dict[str, str | None], letter: str) -> tuple[str | None] | None:
    told = name_words(name)
    if len(told) == 1 and told[0] in whole:
        return (whole[told[0]],)
    if len(told) == 2 and letter in told and set(told) - {letter} <= SPLITS:
        return (split_of(set(told)),)
    return None


def resolved(columns: Sequence[Series], meanings: Sequence[Meaning]) -> list[Meaning]:
    """The meanings, in which initials that have company have found theirs."""
    names = [column.name for column in columns]
    found = list(meanings)
    named = any(told.role.endswith(("_loss", "_metric")) for told in meanings)
    losses = {i for i, name in enumerate(names) if initial_loss(name) and _varies(columns[i])}
    if losses and (named or in_company(names)):
        taken = {told.role for told in meanings}
        for i in losses:
            (split,) = initial_loss(names[i])
            if role_of(split, "loss") not in taken:
                found[i] = Meaning(role_of(split, "loss"), split, reason="initials_in_company")
        for i, name in enumerate(names):
            score = _read(name, SCORES, "a")
            if score and found[i].role == "other" and _varies(columns[i]):
                found[i] = _score(score[0])
    return _epoch(columns, found)


def _score(split: str | None) -> Meaning:
    role = role_of(split, "metric")
    return Meaning(role, split, "accuracy", "higher", reason="initials_in_company")


def _epoch(columns: Sequence[Series], meanings: list[Meaning]) -> list[Meaning]:
    """`e` that counts up beside measures or bare splits."""
    counted = any(told.role in ("epoch", "step") for told in meanings)
    measured = any(
        told.role.endswith(("_loss", "_metric")) or bare_split(column.name)
        for told, column in zip(meanings, columns, strict=True)
    )
    for i, column in enumerate(columns):
        if measured and not counted and column.name.lower() == "e" and _counts_up(column):
            meanings[i] = Meaning("epoch", reason="initials_in_company")
    return meanings


def _varies(column: Series) -> bool:
    values = column.values[column.present]
    values = values[np.isfinite(values)]
    return values.size >= 2 and bool((values != values.round()).any())


def _counts_up(column: Series) -> bool:
    values = column.values[column.present]
    whole = np.isfinite(values).all() and (values == values.round()).all()
    return bool(whole) and values.size >= 2 and bool((np.diff(values) >= 0).all())
