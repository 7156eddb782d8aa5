"""Tells what the columns of one history hold, and says by which rule.

Reasons: name_says; bare_name_is_training; bare_metric_beside_two_losses; test_counts_as_validation;
only_error_measure; one_of_several_losses; part_of_the_loss; sum_of_its_terms;
bare_split_beside_a_loss; derived; not_understood; corrected.
"""

from collections.abc import Sequence
from dataclasses import replace

from probes import loss_terms
from probes import role_words as words
from probes.column_names import SPLITS, Meaning, meaning, name_words, role_of, split_of
from probes.history import Role, Series

PERCENT_ABOVE = 1.5  # a share cannot exceed 1; above this and up to 100 it is a percentage


def understood(columns: Sequence[Series]) -> tuple[Series, ...]:
    """Roles for all columns of one history: names first, then what the others tell."""
    meanings = [meaning(_without_run_name(column.name)) for column in columns]
    splits_named = {(m.split or "bare", m.role) for m in meanings}
    both_losses_named = ("train", "train_loss") in splits_named and any(
        m.role == "validation_loss" for m in meanings
    )
    named = [
        _named(column, m, both_losses_named) for column, m in zip(columns, meanings, strict=True)
    ]
    return tuple(_in_shares(column) for column in _bare_splits(_whole_losses(named, meanings)))


def _without_run_name(name: str) -> str:
    """Exports of experiment trackers write `run name - metric`."""
    return name.rsplit(" - ", 1)[-1]


def _named(column: Series, told: Meaning, both_losses_named: bool) -> Series:
    role, reason, rank = told.role, told.reason, len(told.extra)
    if told.split == "test":
        reason, rank = "test_counts_as_validation", rank + 10
    if told.split is None and role == "train_loss":
        reason = "bare_name_is_training"
    if told.split is None and role == "train_metric":
        role = "validation_metric" if both_losses_named else role
        reason = "bare_metric_beside_two_losses" if both_losses_named else "bare_name_is_training"
    return replace(
        column,
        role=role,
        reason=reason,
        rank=rank,
        metric=told.metric,
        direction=told.direction,
    )


def _whole_losses(columns: list[Series], meanings: list[Meaning]) -> list[Series]:
    """Terms of a loss are no loss curves of their own; without any, an error measure stands in."""
    for role, measure in (("train_loss", "train_metric"), ("validation_loss", "validation_metric")):
        losses = [i for i, column in enumerate(columns) if column.role == role]
        whole = [i for i in losses if not meanings[i].extra]
        terms = [i for i in losses if meanings[i].extra]
        if whole or len(terms) > 1:
            reason = "part_of_the_loss" if whole else "one_of_several_losses"
            for i in terms:
                columns[i] = replace(columns[i], role="other", reason=reason)
            extra = [meanings[i].extra for i in terms]
            total = None if whole else loss_terms.summed([columns[i] for i in terms], extra, role)
            columns += [total] if total else []
        elif not any(m.role.endswith("_loss") for m in meanings):
            _stand_in(columns, role, measure)
    return columns


def _stand_in(columns: list[Series], role: Role, measure: Role) -> None:
    errors = [
        i
        for i, column in enumerate(columns)
        if column.role == measure and column.direction == "lower"
    ]
    names = {columns[i].metric for i in errors}
    if len(names) == 1:
        for i in errors:
            columns[i] = replace(columns[i], role=role, reason="only_error_measure")


def _bare_splits(columns: list[Series]) -> list[Series]:
    """`Loss: 0.4, Train: 0.98, Val: 0.91`: beside a loss, a bare split with shares is a score."""
    if not any(column.role.endswith("_loss") for column in columns):
        return columns
    return [_as_score(column) for column in columns]


def _as_score(column: Series) -> Series:
    told = set(name_words(column.name))
    split = split_of(told)
    values = column.values[column.present]
    if column.reason != "not_understood" or split is None or told - SPLITS or len(values) < 2:
        return column
    if not ((values >= 0) & (values <= 1)).all() or (values == values.round()).all():
        return column  # a counter, or not a share
    return replace(
        column,
        role=role_of(split, "metric"),
        reason="bare_split_beside_a_loss",
        rank=10 if split == "test" else 0,
        metric="accuracy",
        direction="higher",
    )


def _in_shares(column: Series) -> Series:
    if column.metric not in words.SHARES or not column.count:
        return column
    values = column.values[column.present]
    finite = values[(values == values) & (abs(values) != float("inf"))]
    if not finite.size or not PERCENT_ABOVE < finite.max() <= 100.0 or finite.min() < 0:
        return column
    return replace(column, values=column.values / 100.0, scaled=column.scaled / 100.0)
