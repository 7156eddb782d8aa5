"""Several measures told of one set: "train: loss=0.1 acc=0.97 | val: loss=1.9 acc=0.55"."""

import re
from collections.abc import Iterator

from engine.understanding import subjects as s
from engine.understanding.amounts import NUM, UNIT
from engine.understanding.figure import Figure, valued
from engine.understanding.right_share import OF_SETS, SETS

MEASURES = {s.ANY_LOSS: "loss", s.ANY_ACC: "accuracy"}
TOKEN = re.compile(
    "|".join(rf"(?P<{name}>{s.B}{word}(?:ing)?(?:[ _]?set)?(?:上|里)?(?![a-z]))" for name, word in SETS.items())
    + rf"|(?P<mark>[{s.ANY_LOSS}{s.ANY_ACC}{''.join(OF_SETS)}])(?P=mark)* ?(?:[:=]|is|of|at|是|为)? ?(?P<n>{NUM})(?P<u>{UNIT})(?![a-z\d]|\.\d)"
)  # fmt: skip
HEADS = re.compile(r"[ _]?[:=(\[\-|>]+ ?")  # a set word so followed heads all that comes
GOES_ON, LISTED = re.compile(r" ?[/(]? ?"), re.compile(r"[ ,|/;(\[\])-]{0,4}")


def of_one_set(text: str) -> Iterator[Figure]:
    """Bare measures behind a set; one that was told already is of another set."""
    name, heads, end, told = "", False, 0, set[str]()
    for found in TOKEN.finditer(text):
        gap, end = text[end : found.start()], found.end()
        if not found["mark"]:
            name, heads, told = str(found.lastgroup), bool(HEADS.match(text, end)), set()
            continue
        if found["mark"] in OF_SETS:
            name, heads, told = OF_SETS[found["mark"]], False, {_measure(found["mark"])}
            continue
        measure = MEASURES[found["mark"]]
        follows = HEADS if heads and not told else LISTED if heads else GOES_ON
        if not name or measure in told or not follows.fullmatch(gap):
            name = ""
            continue
        told.add(measure)
        if (name, measure) != ("test", "loss"):
            yield from valued(
                f"{name}_{measure}", found["n"], found["u"], found.span(), of_errors=False
            )


def _measure(mark: str) -> str:
    return "loss" if mark in (s.TRAIN_LOSS, s.VAL_LOSS, s.TEST_LOSS) else "accuracy"
