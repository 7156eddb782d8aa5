"""Tells what a logged column holds from its name, and says by which rule.

Reasons: name_says; bare_name_is_training; bare_metric_beside_two_losses; test_counts_as_validation;
only_error_measure; one_of_several_losses; part_of_the_loss; sum_of_its_terms;
bare_split_beside_a_loss; derived; not_understood; corrected.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from probes import loss_terms
from probes import role_words as words
from probes.history import Role, Series

LONGEST_NAME = 200  # characters of a name that are looked at
PERCENT_ABOVE = 1.5  # a share cannot exceed 1; above this and up to 100 it is a percentage

MEASURES = frozenset(
    ("train_loss", "validation_loss", "train_metric", "validation_metric", "gradient_norm")
)
_SPLITS = words.TRAIN | words.VALIDATION | words.TEST
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_WORD = re.compile(r"[A-Za-z]+[0-9]*|[0-9]+|[\u4e00-\u9fff]+")
_JOINED = (
    (re.compile(r"learning[\s_./-]*rate", re.I), "learningrate"),
    (re.compile(r"grad(?:ient)?s?[\s_./-]*(?:global[\s_./-]*)?norm", re.I), "gradnorm"),
    (re.compile(r"(?:loss|grad)[\s_./-]*scaler?(?![a-z])", re.I), "lossscale"),
    (re.compile(r"log[\s_-]*loss", re.I), "logloss"),
    (re.compile(r"(?:global|train|num)[\s_]*(?:step|update)s?\b", re.I), "globalstep"),
    (re.compile(r"(?:acc(?:uracy)?|prec|top)[@_\s-]?1(?![0-9])", re.I), "top1"),
    (re.compile(r"(?:acc(?:uracy)?|prec|top)[@_\s-]?5(?![0-9])", re.I), "top5"),
    (re.compile(r"hold[\s_-]out", re.I), "holdout"),
    (re.compile(r"f1[\s_-]?score|f[\s_-]score", re.I), "f1"),
    (re.compile(r"\bv_?loss\b", re.I), "val loss"),
    (re.compile(r"\bv_?acc\b", re.I), "val acc"),
    (re.compile(r"cross[\s_-]?entropy(?:[\s_-]?loss)?", re.I), "crossentropy"),
)


@dataclass(frozen=True)
class Meaning:
    """What one name says on its own; `split` is None for a bare name."""

    role: Role
    split: str | None = None
    metric: str | None = None
    direction: str | None = None
    extra: tuple[str, ...] = ()
    reason: str = "name_says"


def joined(name: str) -> str:
    """Terms of several words as one: `learning rate` is `learningrate`."""
    for pattern, word in _JOINED:
        name = pattern.sub(f" {word} ", name)
    return name.strip()


def joined_terms(phrase: str) -> str:
    """The same, only where spaces part the term: `grad_norm` stays as it was written."""
    for pattern, word in _JOINED:
        phrase = pattern.sub(
            lambda term, word=word: word if " " in term.group() else term[0], phrase
        )
    return phrase


def name_words(name: str) -> list[str]:
    """validation_Loss, valLoss and 验证集损失 in lower-case words."""
    found: list[str] = []
    for run in _WORD.findall(_CAMEL.sub(" ", joined(name[:LONGEST_NAME]))):
        found.extend([run.lower()] if run.isascii() else _chinese_words(run))
    return found


def _chinese_words(run: str) -> list[str]:
    found, place = [], 0
    while place < len(run):
        word = next((word for word in words.CHINESE if run.startswith(word, place)), "")
        if word:
            found.append(word)
        place += len(word) or 1
    return found


@lru_cache(maxsize=8192)  # logs repeat the same few names on every line
def meaning(name: str) -> Meaning:
    told = name_words(name)
    said = set(told)
    split = _split(said)
    if said & words.LOSS_SCALE:
        return Meaning("loss_scale")
    if said & words.GRADIENT_NORM:
        return Meaning("gradient_norm")
    if said & words.LEARNING_RATE:
        return Meaning("learning_rate")
    if said & words.DERIVED:
        return Meaning("other", reason="derived")
    return _measure(told, said, split) or _counter(told, said)


def is_measure(name: str) -> bool:
    """A loss, a metric or a gradient norm: what makes a table a history."""
    return meaning(name).role in MEASURES


def _split(said: set[str]) -> str | None:
    if said & words.VALIDATION:
        return "validation"
    if said & words.TEST:
        return "test"
    return "train" if said & words.TRAIN else None


def _measure(told: list[str], said: set[str], split: str | None) -> Meaning | None:
    if said & words.LOSS:
        extra = [word for word in told if word not in _SPLITS | words.LOSS | words.WHOLE]
        extra = tuple(word for word in extra if not word.isdigit() and word != "s")
        return Meaning(_role(split, "loss"), split, extra=extra)
    for word in told:
        higher = words.HIGHER.get(word)
        if higher or word in words.LOWER:
            direction = "higher" if higher else "lower"
            metric = higher or words.LOWER[word]
            return Meaning(_role(split, "metric"), split, metric, direction)
    return None


def _role(split: str | None, kind: str) -> Role:
    return f"validation_{kind}" if split in ("validation", "test") else f"train_{kind}"


def _counter(told: list[str], said: set[str]) -> Meaning:
    if said & words.TIME:
        return Meaning("time")
    if said & words.EPOCH and len(said - words.TRAIN) <= 2:
        return Meaning("epoch")
    if said & words.STEP and len(said - words.TRAIN) <= 2:
        return Meaning("step")
    if told and said <= {"epoch", "current", "当前"} | words.EPOCH:
        return Meaning("epoch")
    return Meaning("other", reason="not_understood")


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
    split = _split(told)
    values = column.values[column.present]
    if column.reason != "not_understood" or split is None or told - _SPLITS or len(values) < 2:
        return column
    if not ((values >= 0) & (values <= 1)).all() or (values == values.round()).all():
        return column  # a counter, or not a share
    return replace(
        column,
        role=_role(split, "metric"),
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
