"""Which number is whose loss or accuracy: "train 0.02 / val 1.9", "准确率卡在 0.93"."""

import re
from collections.abc import Iterator

from engine.understanding import subjects as s
from engine.understanding.amounts import NUM, UNIT
from engine.understanding.figure import Figure, valued
from engine.understanding.set_figures import (
    ALL_MARKS,
    COMPARES,
    MARK,
    MEASURED,
    METRICS,
    SETS,
    set_figures,
)  # fmt: skip
from engine.understanding.settings import NAMED

BEGAN = r"(?:(?:start(?:s|ed)?|began|begins)(?: out| off)? (?:at|from|with|around)|(?:一开始|刚开始|开始时?|起初|最初)(?:是|在|为|有|的时候)*) ?(?:about |around |大概|约)?"
# Words between a measure and its number; none that compares, counts or names something else.
GAP = rf"(?:(?![{ALL_MARKS}]|但|预测|输出|\bbut\b|predict|output)[^\d,;.!?\n+ ]| ++){{0,24}}?"
METRIC = re.compile(rf"({MARK})\1*(?P<gap>{GAP})(?<![a-z_])(?P<n>{NUM})(?P<u>{UNIT}){MEASURED}")
AFTER = re.compile(rf"(?P<n>{NUM})(?P<u>{UNIT}) (?:on |of )?({MARK})\3*(?!{GAP}\d)")
FIRST = re.compile(rf"(?P<n>{NUM})(?P<u> ?(?:%|percent\b)) (?:on |of )?({MARK})\3*")
# Where a measure named before comes to rest: "falls nicely at first, then stops at 1.2".
REST = re.compile(
    rf"(?:(?:only |just )?(?:gets?|got|came|comes|went|goes|drop\w*|f[ae]ll\w*|climb\w*|rose|improv\w*)(?: back| up| down)?(?= to )|停|卡|稳定|徘徊|维持|保持|收敛|stuck|plateau\w*|hover\w*|flat\w*|settl\w*|stays?|sits?|stall\w*|stop\w*)(?:s|ed|s out|ed out|s off)? ?(?:在|于|到|在了|at|around|near|about|to){{1,2}} ?(?:about |around |roughly |大概|大约|约)?(?P<n>{NUM})(?P<u>{UNIT}){MEASURED}"
)
BOTH_NAMED = rf"{s.BOTH}+(?P<first>{MARK})(?P<second>{MARK})"
BOTH = re.compile(
    rf"{BOTH_NAMED}(?P<gap>(?:{GAP},)?{GAP})(?P<n>{NUM})(?P<u>{UNIT})(?![a-z0-9_]|\.\d)"
)
# "The loss started at 7.2 and after 30k steps is 6.9": the first number is blanked by then.
LATER = re.compile(
    rf"({MARK})\1* ?(?:was |is )?{BEGAN} *(?:(?![{ALL_MARKS}])[^;\n]){{0,30}}?(?:\b(?:is|now|at|to|reaches)\b|到|还是|现在|变成|只有)(?: ?(?:now|at|still|only|about|around|是|在|大概)){{0,2}} ?(?P<n>{NUM})(?P<u>{UNIT}){MEASURED}"
)
PAIR = re.compile(
    rf"{BOTH_NAMED} ?(?:is|are|of|at|:|=|是|分别|为|在|都|约|about|around|only|只有| )* ?({NUM})({UNIT}) ?(?:/|vs\.?|and|和|,|跟|与|&) ?({NUM})({UNIT}){MEASURED}"
)

PAIR_BEFORE = re.compile(
    rf"(?<![\w.])({NUM})({UNIT}) ?(?:/|vs\.?|and|和|&) ?({NUM})({UNIT}),? ?\(?(?:is |for |on |of |的)?(?:the )?{BOTH_NAMED}"
)

OF_FUNCTION = re.compile(
    rf"(?<![a-z])(?:mse|mae|bce|nll|ce|cross[- ]?entropy)(?: loss)? ?(?:of|is|=|:|about)? ?(?P<n>{NUM})(?P<u>{UNIT}) (?:on|for|in) (?:the |my )?(?:(?P<train>{s.TRAIN})|{s.VALIDATION})"
)


# "BCE sits at .69": the function stands for its value.
FUNCTION_AT = re.compile(
    rf"(?<![a-z])(?:mse|bce|nll|ce|cross[- ]?entropy)(?: loss)? (?:is|sits|stays|stuck|hovers|stands|stops)(?: (?:still|now|only))?(?: (?:at|around|about))? ?(?P<n>{NUM})(?P<u>){MEASURED}"
)
TOTAL = re.compile(rf"(?<![a-z_])total['\"]? ?[:=]+ ?(?P<n>{NUM})(?P<u>){MEASURED}")


def metrics(text: str) -> Iterator[Figure]:
    if s.OTHER_LOSS in text:
        for found in TOTAL.finditer(text):
            yield from _metric("train_loss", found)
    if not re.search(MARK, text):
        for found in FUNCTION_AT.finditer(text):
            yield from _metric("train_loss", found)
    for found in OF_FUNCTION.finditer(text):
        yield from _metric("train_loss" if found["train"] else "validation_loss", found)
    yield from _pair(text)
    yield from _both(text)
    first = FIRST.search(text)
    if first and not re.search(MARK, text[: first.start()]):
        # "95% train accuracy but only 70% validation accuracy": every number stands first
        for found in FIRST.finditer(text):
            yield from _metric(METRICS[found[3]], found)
    else:
        of_sets = list(set_figures(text))
        yield from (figure for figure, bracketed in of_sets if bracketed)
        yield from _named(text)
        yield from _at_rest(text)
        yield from (figure for figure, _ in of_sets)


def _named(text: str) -> Iterator[Figure]:
    for found in METRIC.finditer(text):
        if _plain(found["gap"]):
            yield from _metric(METRICS[found[1]], found)
    for found in AFTER.finditer(text):
        if "%" in found["u"]:
            yield from _metric(METRICS[found[3]], found)
    for found in LATER.finditer(text):
        for figure in _metric(METRICS[found[1]], found):
            yield Figure(figure.finding, figure.value, found.start("n"), found.end("n"))


def _plain(gap: str) -> bool:
    return not COMPARES.search(gap) and not NAMED.search(gap)


def _metric(name: str, found: re.Match[str]) -> Iterator[Figure]:
    yield from valued(name, found["n"], found["u"], found.span(), s.ANY_LOSS not in found[0])


def _both(text: str) -> Iterator[Figure]:
    """ "Train and val loss are both 2.1"."""
    for found in BOTH.finditer(text):
        if _plain(found["gap"]):
            for letter in (found["first"], found["second"]):
                yield from _metric(METRICS[letter], found)


def _pair(text: str) -> Iterator[Figure]:
    """ "Train/val accuracy: 0.95/0.60"."""
    for found in PAIR.finditer(text):
        share = "%" in found[4] + found[6]
        for letter, value, unit in ((found[1], found[3], found[4]), (found[2], found[5], found[6])):
            yield from valued(METRICS[letter], value, unit or ("%" if share else ""), found.span())
    for found in PAIR_BEFORE.finditer(text):
        for letter, value, unit in ((found[5], found[1], found[2]), (found[6], found[3], found[4])):
            yield from valued(METRICS[letter], value, unit, found.span())


def _at_rest(text: str) -> Iterator[Figure]:
    for found in REST.finditer(text):
        named = re.findall(f"({MARK})\\1*", text[: found.start()])
        between = text[
            max(
                (place.end() for place in re.finditer(MARK, text[: found.start()])), default=0
            ) : found.start()
        ]
        if named and not any(re.search(word, between) for word in SETS.values()):
            yield from _metric(METRICS[named[-1]], found)
