"""The numbers of one log line, each with the name that stands before it.

Works from number to number: what lies between two numbers is the name of the second one. That is
linear in the length of the line, whatever the line holds. Lines of one print statement differ in
their numbers alone: how they are read is decided once for all of them.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from probes.column_names import meaning
from probes.formats.log_text.naming import SPLIT_OF, name_in, split_in

_NUMBER = re.compile(
    r"((?<![A-Za-z0-9_@.])(?<![A-Za-z0-9_]-)"
    r"(?:[-+]?(?:\d+(?:,\d{3})*(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?"
    r"|[-+]?(?:nan|inf(?:inity)?)(?![A-Za-z]))(?:\s?%)?)",
    re.I,
)
_UNIT = re.compile(r"[A-Za-zµ][A-Za-z/]*")
_AFTER_ORDINAL = re.compile(r"\s*(?:个|次)?\s*(轮|代|周期|epoch|步|批|次|batch|iter|step)", re.I)
_TENSOR = re.compile(r"\btensor\(\[{0,4}$")
_LONGEST_GAP = 200
_LONGEST_KEPT = 2000  # characters of words; a longer line's reading is not kept for the next
_TIMES = frozenset(("s", "ms", "sec", "secs", "us"))
# ` * Acc@1 76.1 Acc@5 92.9`: how the reference scripts of image classification end a validation.
_VALIDATION_SUMMARY = re.compile(r"\s*\*\s*(?:Acc|Prec)@", re.I)


BARE = "[n/m]"  # the name of a counter that has none

Kind = bool | str  # a number of digits only or not; "signed"; a "word" such as nan


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


def pairs(line: str) -> list[Found]:
    """All named numbers of a line, and its first bare counter."""
    parts = _NUMBER.split(line)
    numbers = parts[1::2]
    if not numbers:
        return []
    read = _slots if len(line) <= _LONGEST_KEPT else _slots.__wrapped__
    found: list[Found] = []
    bare = False
    for slot in read(tuple(parts[::2]), _kinds(numbers)):
        value = _value(numbers[slot.number])
        total = None if slot.total is None else _value(numbers[slot.total])
        if not slot.name:
            if bare or (slot.only_within and not (total and value <= total)):
                continue
            bare = True
        elif total and slot.is_share and 0 <= value <= total:
            value /= total
        found.append((slot, value, total))
    return found


def _kinds(numbers: list[str]) -> tuple[Kind, ...]:
    """What of the numbers matters for the reading of their line."""
    if min(numbers) >= "0" and max(numbers) < ":":  # every one begins with a digit
        return tuple(map(str.isdigit, numbers))
    return tuple(
        number.isdigit() if number[0].isdigit() else "word" if number[0].isalpha() else "signed"
        for number in numbers
    )


def _value(number: str) -> float:
    try:
        return float(number)
    except ValueError:
        scale = 0.01 if number.endswith("%") else 1.0
        return float(number.rstrip("% ").replace(",", "")) * scale


@lru_cache(maxsize=2048)
def _slots(gaps: tuple[str, ...], kinds: tuple[Kind, ...]) -> tuple[Slot, ...]:
    """`gaps[i]` lies before number i, and the last one behind them all."""
    found: list[Slot] = []
    split = "val" if _VALIDATION_SUMMARY.match(gaps[0]) else ""
    skipped, number = 0, 0
    while number < len(kinds):
        gap = gaps[number][skipped:][-_LONGEST_GAP:]
        split = split_in(gap) or split
        total = number + 1 if _is_total(gaps, kinds, number + 1) else None
        after = number + 1 if total is None else number + 2
        if ordinal := _ordinal(gaps[after], gap):
            found.append(_named(ordinal[0], number, total))
        elif slot := _slot(gaps, kinds, number, total, gap, split):
            found.append(slot)
        skipped, number = (ordinal[1] if ordinal else 0), after
    return tuple(found)


def _is_total(gaps: tuple[str, ...], kinds: tuple[Kind, ...], number: int) -> bool:
    """The M of `3/10` or `3 of 10`."""
    if number >= len(kinds) or kinds[number] not in (True, False):
        return False
    return gaps[number].strip() in ("/", "of", "out of")


def _ordinal(behind: str, gap: str) -> tuple[str, int] | None:
    """第3轮, 第 500 步: the counter's name, and where it ends."""
    after = _AFTER_ORDINAL.match(behind) if gap.rstrip().endswith("第") else None
    if after is None:
        return None
    epoch = after.group(1).lower() in ("轮", "代", "周期", "epoch")
    return ("epoch" if epoch else "step"), after.end()


def _slot(
    gaps: tuple[str, ...],
    kinds: tuple[Kind, ...],
    number: int,
    total: int | None,
    gap: str,
    split: str,
) -> Slot | None:
    bare = _TENSOR.sub("", gap)
    name = name_in(bare, split)
    if not name and bare != gap and any("grad_fn=" in behind for behind in gaps[number + 1 :]):
        name = "loss"  # a printed scalar with a gradient and no name: what else is one
    if not _unit_fits(gaps, kinds, number, name):
        return None
    if name.lower() in SPLIT_OF and kinds[number] is True and gaps[number + 1].strip() == "[":
        return _named("epoch", number, total)  # `Train: 3 [ 50/200 ( 25%)]`
    if name:
        return _named(name, number, total)
    if _begins_the_line(gaps, number) and _is_bare_counter(gaps, kinds, number, total):
        return Slot("", number, total, BARE, "bare")
    if total is not None and gap.strip()[-1:] in ("[", "|", ""):
        return Slot("", number, total, BARE, "bare", only_within=True)
    return None


def _named(name: str, number: int, total: int | None) -> Slot:
    role = meaning(name).role
    if role in ("epoch", "step"):
        return Slot(name, number, total, role, role)
    return Slot(name, number, total, "_".join(name.lower().replace(":", " ").split()), role)


def _unit_fits(gaps: tuple[str, ...], kinds: tuple[Kind, ...], number: int, name: str) -> bool:
    """`5ms` may be a time; `10k`, `4.5it/s` and the hour of a clock are no values."""
    behind, follows = gaps[number + 1], kinds[number + 1 : number + 2]
    if follows and (behind, follows[0]) in ((":", True), (":", False), ("", "word")):
        return False
    unit = _UNIT.match(behind)
    return unit is None or (unit.group() in _TIMES and meaning(name).role == "time")


def _begins_the_line(gaps: tuple[str, ...], number: int) -> bool:
    return number == 0 and gaps[0].strip("[( \t|:") == ""


def _is_bare_counter(
    gaps: tuple[str, ...], kinds: tuple[Kind, ...], number: int, total: int | None
) -> bool:
    """`[3/10]`, `[3]` and `3:` at the start of a line."""
    return kinds[number] is True and (total is not None or gaps[number + 1][:1] in ("]", ":"))
