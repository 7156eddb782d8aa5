"""Several names and then as many numbers: "lr and batch size are 0.01 and 32", "训练/验证 0.95/0.6"."""

import re
from collections.abc import Iterator

from engine.understanding.amounts import NUM, UNIT, amount
from engine.understanding.figure import Figure, valued
from engine.understanding.set_figures import MARK, METRICS
from engine.understanding.settings import NAMES, SETTINGS, possible

ONE = rf"(?:(?:{MARK})+|{'|'.join(names for _, names in SETTINGS)}|epochs?(?![a-z])|轮数)"
JOIN = r" ?(?:/|,|and|&|\+|和|跟|与|及|以及|,? and) ?(?:the |my )?"
IS = r"(?: ?(?:is|are|was|were|=|:|：|of|at|set to|respectively|分别|各|是|为|设|设为|设的|用的|取|都|大概|约|about|around))* ?"
LISTED = re.compile(
    rf"(?<![a-z])(?P<names>{ONE}(?:{JOIN}{ONE}){{1,4}}){IS}(?P<numbers>{NUM}{UNIT}(?:{JOIN}{NUM}{UNIT}){{1,4}})(?![a-z\d]|\.\d)"
)
NAME, NUMBER = re.compile(ONE), re.compile(rf"({NUM})({UNIT})")
MEASURE = re.compile(MARK)


def respectively(text: str) -> Iterator[Figure]:
    for found in LISTED.finditer(text):
        names = [one[0] for one in NAME.finditer(found["names"])]
        numbers = list(NUMBER.finditer(found["numbers"]))
        if len(names) == len(numbers):
            for name, one in zip(names, numbers, strict=True):
                yield from _figure(name, one[1], one[2], found.span())


def _figure(name: str, digits: str, unit: str, place: tuple[int, int]) -> Iterator[Figure]:
    measure = MEASURE.match(name)
    if measure:
        yield from valued(METRICS[measure[0]], digits, unit, place)
        return
    finding = next((one for one, names in NAMES if names.fullmatch(name)), "epochs_done")
    if possible(finding, amount(digits, unit)):
        yield Figure(finding, amount(digits, unit), *place)
