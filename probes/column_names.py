"""What the name of a logged column says on its own: a role, a split, a metric."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from probes import role_words as words
from probes.history import Role

LONGEST_NAME = 200  # characters of a name that are looked at
# Ends that the reader of logs puts behind the name of `mse 0.52/0.61`.
FIRST_OF_TWO, SECOND_OF_TWO = "(1_of_2)", "(2_of_2)"
TRAIN_FIRST = "train_comes_first_of_two"

MEASURES = frozenset(
    ("train_loss", "validation_loss", "train_metric", "validation_metric", "gradient_norm")
)
SPLITS = words.TRAIN | words.VALIDATION | words.TEST
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_WORD = re.compile(r"[A-Za-z]+[0-9]*|[0-9]+|[\u4e00-\u9fff]+")
# `trainloss` and `vacc`, with nothing between the set and the measure.
_GLUED = re.compile(
    "(train(?:ing)?|trn?|val(?:id(?:ation)?)?|vld|va|te|te?st|dev|eval|[tv](?=loss|acc))"
    "(loss(?:es)?|acc(?:uracy)?|err(?:or)?|r?mse|mae|f1|auc)"
)
_SETS_BY_LETTER = {"t": "train", "v": "val"}
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
    (re.compile(r"\bv_?loss(?:es)?\b", re.I), "val loss"),
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
        found.extend(_unglued(run.lower()) if run.isascii() else _chinese_words(run))
    return found


def _unglued(word: str) -> list[str]:
    parts = _GLUED.fullmatch(word)
    if parts is None:
        return [word]
    return [_SETS_BY_LETTER.get(parts[1], parts[1]), parts[2]]


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
    if name.endswith((FIRST_OF_TWO, SECOND_OF_TWO)):
        return _of_two(name)
    told = name_words(name)
    said = set(told)
    split = split_of(said)
    if said & words.LOSS_SCALE:
        return Meaning("loss_scale")
    if said & words.GRADIENT_NORM:
        return Meaning("gradient_norm")
    if said & words.LEARNING_RATE:
        return Meaning("learning_rate")
    if said & words.DERIVED:
        return Meaning("other", reason="derived")
    return _measure(told, said, split) or _counter(told, said)


def _of_two(name: str) -> Meaning:
    """Whose each of two numbers is, the reader of a log found by their place."""
    first = name.endswith(FIRST_OF_TWO)
    told = meaning(name.removesuffix(FIRST_OF_TWO if first else SECOND_OF_TWO))
    if not told.role.endswith(("_loss", "_metric")):
        return told
    split = "train" if first else "validation"
    role = role_of(split, told.role.rsplit("_", 1)[-1])
    return replace(told, role=role, split=split, reason=TRAIN_FIRST)


def is_measure(name: str) -> bool:
    """A loss, a metric or a gradient norm: what makes a table a history."""
    return meaning(name).role in MEASURES


def split_of(said: set[str]) -> str | None:
    if said & words.VALIDATION:
        return "validation"
    if said & words.TEST:
        return "test"
    return "train" if said & words.TRAIN else None


def _measure(told: list[str], said: set[str], split: str | None) -> Meaning | None:
    if said & words.LOSS:
        extra = [word for word in told if word not in SPLITS | words.LOSS | words.WHOLE]
        extra = tuple(word for word in extra if not word.isdigit() and word != "s")
        return Meaning(role_of(split, "loss"), split, extra=extra)
    for word in told:
        higher = words.HIGHER.get(word)
        if higher or word in words.LOWER:
            direction = "higher" if higher else "lower"
            metric = higher or words.LOWER[word]
            return Meaning(role_of(split, "metric"), split, metric, direction)
    return None


def role_of(split: str | None, kind: str) -> Role:
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
