"""What several values of one loss say together: a pasted log, "val_loss 0.35→0.29→0.44→0.62"."""

import math
import re
from collections.abc import Iterator

from engine.understanding import subjects as s
from engine.understanding.amounts import NUM, number

VALUE = rf"(?:{NUM}|nan|inf)(?![\w.])"
ONE = re.compile(rf"([{s.TRAIN_LOSS}{s.ANY_LOSS}{s.VAL_LOSS}])\1* ?[=:]? ?({VALUE})")
ROW = re.compile(
    rf"([{s.TRAIN_LOSS}{s.ANY_LOSS}{s.VAL_LOSS}])\1* ?(?:is|was|goes|went|[=:])? ?({VALUE}(?: ?(?:,|->|→|=>|/|到|then)? ?{VALUE}){{2,}})"
)
ENOUGH = 3  # values
FLAT, GROWN, RISEN = 0.01, 3.0, 1.2  # share by which flat ones differ; factors from the least


def told_by_values(marked: str) -> Iterator[tuple[str, int, int]]:
    for letters, held_out in (((s.TRAIN_LOSS, s.ANY_LOSS), False), ((s.VAL_LOSS,), True)):
        for values, start, end in _rows(marked, letters):
            yield from ((finding, start, end) for finding in _findings(values, held_out))


def _rows(marked: str, letters: tuple[str, ...]) -> Iterator[tuple[list[float], int, int]]:
    lines = [found for found in ONE.finditer(marked) if found[1] in letters]
    if len({marked.count("\n", 0, found.start()) for found in lines}) >= ENOUGH:
        yield [_value(found[2]) for found in lines], lines[0].start(), lines[-1].end()
    for found in ROW.finditer(marked):
        if found[1] in letters:
            yield [_value(one) for one in re.findall(VALUE, found[2])], *found.span()


def _value(text: str) -> float:
    return math.nan if text in ("nan", "inf") else number(text)


def _findings(values: list[float], held_out: bool) -> Iterator[str]:
    if any(math.isnan(value) for value in values):
        yield "loss_becomes_nan"
        return
    least, last, first = min(values), values[-1], values[0]
    if max(values) - least <= FLAT * abs(least):
        yield "validation_loss_not_decreasing" if held_out else "training_loss_not_decreasing"
    elif least <= 0:
        return
    elif held_out and values.index(least) < len(values) - 2 and last >= RISEN * least:
        yield "validation_loss_rises"
    elif not held_out and last >= GROWN * first and last == max(values):
        yield "training_loss_diverges"
