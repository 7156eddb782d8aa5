"""Every number of a sentence whose role is clear, as it is now: not as it was or was tried."""

import re
from collections.abc import Iterator

from engine.understanding.amounts import IN_CHINESE, IN_ENGLISH, NUM, UNIT
from engine.understanding.counted import counted
from engine.understanding.figure import Figure
from engine.understanding.former import BEFORE, FORMER
from engine.understanding.metrics import BEGAN, metrics
from engine.understanding.right_share import TOLD_AT_ALL, right_shares
from engine.understanding.set_figures import ALL_MARKS, MARK
from engine.understanding.settings import NAMED, counts, left_out, loosely, settings
from engine.understanding.strays import STRAYS

NUMBER = re.compile(rf"{NUM}{UNIT}")
CHANGES = re.compile(r"->|→|=>|[降升涨掉改换调变加减]到|[改换调变]成|现在|以后|之后|后来")
ANY_NUMBER = re.compile(rf"\d|{IN_CHINESE}|{IN_ENGLISH}")
# "2.31 -> 2.30", "from 4.6 down to 0.9", "0.1 训不动, 改成 0.001": only the last one is so now.
CHANGED = re.compile(
    rf"(?<![a-z0-9_.])({NUM}{UNIT})(?=(?P<gap>[^\d;\n]{{0,24}}?)(?<!\ue000)(?:-+>|=>|→|(?:down|up|back|drop\w*|fall\w*|rise\w*|increas\w*|decreas\w*|reduc\w*|lower\w*|rais\w*|chang\w*|switch\w*|went|goes?|climb\w*|jump\w*|shoots?|shot|creep\w*|crept|c[ao]me|it)(?: back| up| down)? to|(?:降|升|涨|掉|跌|改|改回|换|调|变|跳|窜|飙|减|增|加|提|提高|降低|减小|增大|增加|调大|调小)(?:到了?|成了?|为|回) ?)\s*(?:about |around |只有|大概)?(?:{NUM}|inf|nan))"
)
FROM_TO = re.compile(
    rf"(?:\bfrom|从|由) ?(?:[a-z]+ ){{0,3}}({NUM}{UNIT})(?= ?(?:to|[^\d,;.!?\n到]{{0,6}}到|-+>|→|~|[试扫调搜]到?) ?{NUM})"
)
# "Jumps between 0.5 and 0.8", "在 0.5 和 0.8 之间": neither is the value.
BETWEEN = re.compile(
    rf"between ({NUM}{UNIT} and {NUM}{UNIT})|在 ?({NUM}{UNIT} ?(?:和|与|跟|到|至|-|~) ?{NUM}{UNIT}) ?(?:之间|来回|左右|上下|波动|跳|震荡|晃)"
)
# "10.8 at init": as it began.
AT_FIRST = re.compile(
    rf"({NUM}{UNIT}) ?(?:at (?:init\w*|(?:the )?(?:start|beginning)|first|step 0)|initially|at step 0)\b"
)
# "lr 6e-4 -> 6e-5 cosine": of a schedule the rate is its peak.
SCHEDULED = re.compile(
    rf"(?:lr|learning rate|学习率|warm\w* up|warm-?up|cosine|余弦|anneal\w*)(?:(?!{MARK})[^,;.!?\n]){{0,24}}?(?<![\d.]){NUM}(?: ?(?:-+>|→|to|then|down|back|over|linear\w*|decay\w*|anneal\w*|然后|之后|再|再用|,(?= ?(?:then|然后|之后|再|余弦|cosine|降|衰减))|cosine|余弦|线性|退火|降|衰减|减|到|至|回| )){{1,8}}({NUM})"
)
FROM_ZERO = re.compile(
    r"(?:\bfrom|从) ?(0(?:\.0+)?)(?= ?(?:[a-z\u4e00-\u9fff ]{0,8}?)(?:to|到|至|升))"
)
SCHEDULES = (FROM_ZERO, SCHEDULED)
SCHEDULE = re.compile(r"cosine|anneal|decay(?! ?=)|schedul|linear|余弦|退火|衰减|warm|升到|线性")
PEAK = re.compile(rf"先(?:冲|涨|升|飙|跳|降|掉)到? ?({NUM}{UNIT})(?= ?(?:再|然后|后|,))")
# "Bottoms out at 0.45 and is 0.9 by now".
BEST = re.compile(
    rf"(?:bottom\w*(?: out)?|lowest|best|minimum|最低|最好|最优|最高)(?:[^\d,;.\n]){{0,12}}?({NUM}{UNIT})(?=[^;\n\d]{{0,20}}(?:\d+ ?[^;\n\d]{{0,14}})?(?:\b(?:is|now|then|to|reaches|ends)\b|变成|升到|升回|涨到|回到|现在|之后)[^;\n]{{0,20}}?{NUM}{UNIT}(?! ?(?:epoch|轮)))"
)
SERIES = re.compile(
    rf"{MARK}+ ?(?:[:=]|prints|is|was|goes|went|reads)? ?((?:{NUM}{UNIT}[ ,/]+){{2,}})(?={NUM})"
)  # the last one is so now
SWEPT = re.compile(rf"({NUM}{UNIT} ?(?:一直|都)?[试扫搜]到? ?{NUM}{UNIT})")
LIST = re.compile(
    rf"(?<![a-z0-9_.])({NUM}{UNIT}(?:\s*(?:,|/|、|and|or|和|与|跟|或者?|到|试到|, ?and)\s*{NUM}{UNIT})+)(?! ?[a-z%{ALL_MARKS}个])(?!\d)"
)
ROW = re.compile(rf"{MARK}+ ?[:=]? ?((?:{NUM}{UNIT} ?[,/ ] ?){{2,}}{NUM}{UNIT})")
BEGUN = re.compile(
    rf"{MARK}+ ?(?:was |is )?{BEGAN} ?({NUM}{UNIT})(?=(?:(?![{ALL_MARKS}])[^;\n]){{1,40}}?(?<![\d.]){NUM})"
)
TRIED = re.compile(
    r"\btried\b|\btry\b|\btested\b|试|grid|sweep|都(?:不|没|一样)|扫|folds?\b|折|seeds?\b|\beither\b|\bbetween\b|identical|no difference|一样|same (?:result|curve|loss|acc)|无论|不管|各种|ranging|一个(?:是)?\d"
)
NOT_NOW = (
    *FORMER,
    AT_FIRST,
    BEGUN,
    FROM_TO,
    BETWEEN,
    PEAK,
    BEST,
    SERIES,
    SWEPT,
)  # the group of each is no value


def figures(sentence: str) -> Iterator[Figure]:
    """Later ones are the fresher."""
    if not ANY_NUMBER.search(sentence) and not TOLD_AT_ALL.search(sentence):
        return
    text = _now(sentence)
    of_sets = list(right_shares(text))
    rest = text
    for figure in of_sets:
        rest = _blank(rest, figure.start, figure.end)
    read: list[Figure] = []
    for figure in (
        *of_sets, *counts(text), *counted(text), *settings(text), *metrics(rest),
        *loosely(rest), *left_out(rest),
    ):  # fmt: skip
        if all(_beside(figure, other) for other in read):
            read.append(figure)
    yield from sorted(read, key=lambda figure: figure.start)


def _beside(one: Figure, other: Figure) -> bool:
    """Two figures of one place are those of a pair; else none shares a number with another."""
    if (one.start, one.end) == (other.start, other.end):
        return one.finding != other.finding
    return one.end <= other.start or one.start >= other.end


def _now(sentence: str) -> str:
    """The sentence with blanks for numbers of other things, and for those that were or were tried."""
    for pattern in (*STRAYS, *(SCHEDULES if SCHEDULE.search(sentence) else ())):
        sentence = _without(sentence, pattern)
    for told in BEFORE.finditer(sentence):
        for found in NUMBER.finditer(sentence, *told.span()):
            sentence = _blank(sentence, *found.span()) if not CHANGES.search(told[0]) else sentence
    for found in CHANGED.finditer(sentence):
        if not NAMED.search(found["gap"]) and not re.search(f"[{ALL_MARKS}]", found["gap"]):
            sentence = _blank(sentence, *found.span(1))
    for pattern in (ROW, *NOT_NOW, LIST) if TRIED.search(sentence) else NOT_NOW:
        sentence = _without(sentence, pattern)
    return sentence


def _without(sentence: str, pattern: re.Pattern[str]) -> str:
    for found in pattern.finditer(sentence):
        sentence = _blank(sentence, *found.span(found.lastindex or 0))
    return sentence


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]
