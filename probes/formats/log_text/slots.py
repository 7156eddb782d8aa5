"""Which numbers of a print statement are taken, and by which names: decided once for all its lines.

`gaps[i]` lies before number i, and the last one behind them all.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from probes.bare_splits import PERCENTAGE, bare_split
from probes.column_names import (
    FIRST_OF_TWO,
    MEASURES,
    SECOND_OF_TWO,
    meaning,
    name_words,
    split_of,
)
from probes.formats.log_text.naming import (
    SPLIT_OF,
    is_explicit,
    name_in,
    split_in,
    words_before,
)
from probes.formats.log_text.sharing import frame_of, names_of_many
from probes.possible_measures import could_be_measure

BARE = "[n/m]"  # the name of a counter that has none
POSSIBLE = "possible"  # the role of what may be a measure, see probes/possible_measures.py

Kind = bool | str  # a number of digits only or not; "signed"; a "word" such as nan; a "share"

_UNIT = re.compile(r"[A-Za-zµ][A-Za-z/]*")
_SPACED_UNIT = re.compile(
    r"\s?(?:[kKMGT]i?B|[smh]|ms|secs?|seconds?|min|minutes?|samples?|images?|imgs?|it|batches|steps?"
    r"|秒|分|分钟|小时|张|个|条)(?![A-Za-z])"
)
_COUNTED = re.compile(r"\s*(?:个|次)?\s*(轮|代|周期|epoch|步|批|次|batch|iter|step)", re.I)
_COUNTED_WORD = re.compile(r"(epoch)s?\b", re.I)
_TENSOR = re.compile(r"\b(?:tensor\(\[{0,4}|(?:np\.)?float\d\d\()$")
_SEPARATORS = frozenset(("/", ",", "|", "", "&"))
_BEFORE_A_COUNTER = "[( \t|:#>*【"
_BEHIND_A_COUNTER = ("]", ":", "】")
_LONGEST_GAP = 200
_TIMES = frozenset(("s", "ms", "sec", "secs", "us"))
# ` * Acc@1 76.1 Acc@5 92.9`: how the reference scripts of image classification end a validation.
_VALIDATION_SUMMARY = re.compile(r"\s*\*\s*(?:Acc|Prec)@", re.I)


@dataclass(frozen=True, slots=True)
class Slot:
    """One number to take from every line of its print statement.

    `name` as it is written; `column`: one for every spelling of a counter. `total` is the place of
    the 10 in `3/10`, `only_within` says that the number must not exceed it.
    """

    name: str
    number: int
    total: int | None
    column: str
    role: str
    only_within: bool = False

    @property
    def is_share(self) -> bool:
        return self.role.endswith("_metric") and self.total is not None


Found = tuple[Slot, float, float | None]  # and value and total


@lru_cache(maxsize=2048)
def slots(gaps: tuple[str, ...], kinds: tuple[Kind, ...]) -> tuple[Slot, ...]:
    return tuple(_Statement(gaps, kinds).read())


@dataclass
class _Statement:
    """`split` and `frame` are what the words so far say of the numbers to come."""

    gaps: tuple[str, ...]
    kinds: tuple[Kind, ...]
    split: str = ""
    frame: str = ""  # `loss` after `loss tr 0.5`, for `va 0.6`
    framed: str | None = None  # and its set
    alone: str = ""  # a bare split that stands just before
    last_gradient: int = 0  # the last gap that holds a grad_fn
    found: list[Slot] = field(default_factory=list)

    def read(self) -> list[Slot]:
        self.split = "val" if _VALIDATION_SUMMARY.match(self.gaps[0]) else ""
        with_gradient = (i for i, gap in enumerate(self.gaps) if "grad_fn=" in gap)
        self.last_gradient = max(with_gradient, default=0)
        number, skipped = 0, 0
        while number < len(self.kinds):
            gap = self.gaps[number][skipped:][-_LONGEST_GAP:]
            number, skipped = self._take(number, gap)
        return self.found

    def _take(self, number: int, gap: str) -> tuple[int, int]:
        """The number after those that were taken, and how much of its gap is used up."""
        if names := self._of_many(number, gap):
            self.found += [_named(name, number + i, None) for i, name in enumerate(names)]
            return number + len(names), 0
        self.split = split_in(gap) or self.split
        total = number + 1 if self._is_total(number + 1) else None
        after = number + (1 if total is None else 2)
        if counted := _counted(self.gaps[after], gap):
            self.found.append(_named(counted[0], number, total))
            return after, counted[1]
        name = self._name(number, gap)
        if total and self.kinds[total] is False and meaning(name).role in MEASURES:
            return self._take_two(number, name), 0
        if slot := self._slot(number, total, gap, name):
            self.found.append(slot)
        return after, 0

    def _of_many(self, number: int, gap: str) -> tuple[str, ...]:
        names = names_of_many(gap)
        between = self.gaps[number + 1 : number + len(names)]
        fits = len(between) == len(names) - 1 and number + len(names) <= len(self.kinds)
        return names if names and fits and _SEPARATORS.issuperset(map(str.strip, between)) else ()

    def _take_two(self, number: int, name: str) -> int:
        """`mse 0.52/0.61`: of training and validation, unless the name is of one set."""
        if meaning(name).split is not None or self.kinds[number] is not False:
            self.found.append(_named(name, number, None))
            return number + 1
        self.found.append(_named(f"{name} {FIRST_OF_TWO}", number, None))
        self.found.append(_named(f"{name} {SECOND_OF_TWO}", number + 1, None))
        return number + 2

    def _is_total(self, number: int) -> bool:
        """The M of `3/10` or `3 of 10`."""
        if number >= len(self.kinds) or self.kinds[number] not in (True, False):
            return False
        return self.gaps[number].strip() in ("/", "of", "out of")

    def _name(self, number: int, gap: str) -> str:
        bare = _TENSOR.sub("", gap)
        name = name_in(bare, self.split)
        if not name and bare != gap and number < self.last_gradient:
            return "loss"  # a printed scalar with a gradient and no name: what else is one
        behind_a_set = self.alone and not name and gap.strip() in _SEPARATORS
        if behind_a_set and self.kinds[number] == "share":
            return f"{self.alone} {PERCENTAGE}"
        return self._framed(number, name, bare)

    def _framed(self, number: int, name: str, gap: str) -> str:
        """`va 0.6` after `loss tr 0.5` is a loss too."""
        phrase, split = words_before(gap), bare_split(name)
        if split is None:
            self.alone = ""
            if phrase:
                self.frame, self.framed = _frame(phrase), split_of(set(name_words(phrase)))
            return name
        if self.frame and self.framed != split:
            whole = f"{name} {self.frame}"
            return whole if is_explicit(gap) or meaning(whole).role in MEASURES else ""
        self.frame, self.alone = "", name
        return f"{name} {PERCENTAGE}" if self.kinds[number] == "share" else name

    def _slot(self, number: int, total: int | None, gap: str, name: str) -> Slot | None:
        gaps, kinds = self.gaps, self.kinds
        if not self._unit_fits(number, name):
            return None
        if name.lower() in SPLIT_OF and kinds[number] is True and gaps[number + 1].strip() == "[":
            return _named("epoch", number, total)  # `Train: 3 [ 50/200 ( 25%)]`
        if name:
            return _named(name, number, total)
        if self._is_first_counter(number, total):
            return Slot("", number, total, BARE, "bare")
        if total is not None and gap.strip()[-1:] in ("[", "|", ""):
            return Slot("", number, total, BARE, "bare", only_within=True)
        return None

    def _unit_fits(self, number: int, name: str) -> bool:
        """`5ms` may be a time; `10k`, `4.5it/s` and the hour of a clock are no values."""
        behind, follows = self.gaps[number + 1], self.kinds[number + 1 : number + 2]
        if follows and (behind, follows[0]) in ((":", True), (":", False), ("", "word")):
            return False
        if could_be_measure(name) and (_SPACED_UNIT.match(behind) or _is_bar(name, behind)):
            return False
        unit = _UNIT.match(behind)
        return unit is None or (unit.group() in _TIMES and meaning(name).role == "time")

    def _is_first_counter(self, number: int, total: int | None) -> bool:
        """`[3/10]`, `[3]`, `3:`, `#3` and `3 |` at the start of a line."""
        before, behind = self.gaps[0], self.gaps[number + 1]
        if number or before.strip(_BEFORE_A_COUNTER) or self.kinds[0] is not True:
            return False
        marked = behind[:1] in _BEHIND_A_COUNTER or behind.lstrip(" \t")[:1] in ("|", "{")
        return total is not None or marked or before.endswith("#")


def _is_bar(name: str, behind: str) -> bool:
    """`train: 50%|####    |` tells how far the epoch is."""
    return name.endswith(PERCENTAGE) and behind.startswith("|")


def _counted(behind: str, gap: str) -> tuple[str, int] | None:
    """第3轮, 第 500 步, 3epoch: the counter's name, and where it ends."""
    if gap.rstrip().endswith("第"):
        after = _COUNTED.match(behind)
    else:
        after = None if gap.strip(_BEFORE_A_COUNTER) else _COUNTED_WORD.match(behind)
    if after is None:
        return None
    epoch = after.group(1).lower() in ("轮", "代", "周期", "epoch")
    return ("epoch" if epoch else "step"), after.end()


def _frame(phrase: str) -> str:
    """No frame is a counter: the set of `Train Epoch: 3` is that of the line."""
    frame = frame_of(phrase)
    return "" if meaning(frame).role in ("epoch", "step") else frame


def _named(name: str, number: int, total: int | None) -> Slot:
    role = meaning(name).role
    if role in ("epoch", "step"):
        return Slot(name, number, total, role, role)
    column = "_".join(name.lower().replace(":", " ").split())
    if role != meaning(column).role:  # the capitals of `avgTrainLoss` part its words
        column = "_".join(name_words(name))
    return Slot(name, number, total, column, POSSIBLE if could_be_measure(name) else role)
