"""Tells what the columns of one history hold, and says by which rule.

Reasons: name_says; bare_name_is_training; bare_metric_beside_two_losses; test_counts_as_validation;
only_error_measure; one_of_several_losses; part_of_the_loss; sum_of_its_terms;
bare_split_beside_a_loss (a score); bare_split_like_the_loss; bare_split_beside_a_metric (a loss);
bare_splits_rise_as_shares (scores); bare_splits_are_losses; initials_in_company;
train_comes_first_of_two; percentage_of_a_set; derived; not_understood; corrected.
"""

from collections.abc import Sequence
from dataclasses import replace

from probes import bare_splits, initials, loss_terms
from probes import role_words as words
from probes.column_names import MEASURES, TRAIN_FIRST, Meaning, meaning
from probes.history import Role, Series

PERCENT_ABOVE = 1.5  # a share cannot exceed 1; above this and up to 100 it is a percentage


def understood(columns: Sequence[Series]) -> tuple[Series, ...]:
    """Roles for all columns of one history: names first, then what the others tell."""
    meanings = [meaning(_without_run_name(column.name)) for column in columns]
    meanings = _pairs_in_doubt(meanings)
    meanings = bare_splits.resolved(columns, initials.resolved(columns, meanings))
    splits_named = {(m.split or "bare", m.role) for m in meanings}
    both_losses_named = ("train", "train_loss") in splits_named and any(
        m.role == "validation_loss" for m in meanings
    )
    named = [
        _named(column, m, both_losses_named) for column, m in zip(columns, meanings, strict=True)
    ]
    return tuple(_in_shares(column) for column in _whole_losses(named, meanings))


def _without_run_name(name: str) -> str:
    """Exports of experiment trackers write `run name - metric`."""
    return name.rsplit(" - ", 1)[-1]


def _pairs_in_doubt(meanings: list[Meaning]) -> list[Meaning]:
    """`loss 0.52/0.61` is of two sets only where no name tells sets apart and no step is counted.

    Else the second number is the running average, most likely.
    """
    told = any(m.split and m.reason == "name_says" and m.role in MEASURES for m in meanings)
    if not told and all(m.role != "step" for m in meanings):
        return meanings
    return [_first_alone(m) if m.reason == TRAIN_FIRST else m for m in meanings]


def _first_alone(of_two: Meaning) -> Meaning:
    if of_two.split == "train":
        return replace(of_two, split=None, reason="name_says")
    return Meaning("other", reason="not_understood")


def _named(column: Series, told: Meaning, both_losses_named: bool) -> Series:
    role, reason, rank = told.role, told.reason, len(told.extra)
    if told.split == "test":
        guessed = reason != "name_says"
        reason, rank = reason if guessed else "test_counts_as_validation", rank + 10
    if told.split is None and role == "train_loss" and reason == "name_says":
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
            why = TRAIN_FIRST if columns[i].reason == TRAIN_FIRST else "only_error_measure"
            columns[i] = replace(columns[i], role=role, reason=why)


def _in_shares(column: Series) -> Series:
    if column.metric not in words.SHARES or not column.count:
        return column
    values = column.values[column.present]
    finite = values[(values == values) & (abs(values) != float("inf"))]
    if not finite.size or not PERCENT_ABOVE < finite.max() <= 100.0 or finite.min() < 0:
        return column
    return replace(column, values=column.values / 100.0, scaled=column.scaled / 100.0)
