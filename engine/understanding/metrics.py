"""Which number is whose loss or accuracy: "train 0.02 / val 1.9", "准确率卡在 0.93"."""

import re
from collections.abc import Iterator

from engine.understanding import subjects as s
from engine.understanding.amounts import NUM, UNIT, number
from engine.understanding.figure import Figure
from engine.understanding.settings import NAMED

BEGAN = r"(?:(?:start(?:s|ed)?|began|begins)(?: out| off)? (?:at|from|with|around)|(?:一开始|刚开始|开始时?|起初|最初)(?:是|在|为|有|的时候)*) ?(?:about |around |大概|约)?"
METRICS = {
    s.TRAIN_LOSS: "train_loss", s.ANY_LOSS: "train_loss", s.VAL_LOSS: "validation_loss",
    s.TRAIN_ACC: "train_accuracy", s.ANY_ACC: "train_accuracy", s.VAL_ACC: "validation_accuracy",
    s.TEST_ACC: "test_accuracy",
}  # fmt: skip
# A loss in percent is a rate of errors.
ERRORS = {
    "train_loss": "train_accuracy", "validation_loss": "validation_accuracy",
}  # fmt: skip
MARK = f"[{''.join(METRICS)}]"
ALL_MARKS = "\ue001-\ue00b"
# Words between a measure and its number; none that compares, counts or names something else.
GAP = rf"(?:(?![{ALL_MARKS}])[^\d,;.!?\n+ ]| ++){{0,24}}?"
NEAR = rf"(?:(?![{ALL_MARKS}a-z])[^\d,;.!?\n+]| (?:is|at|about|around|was|of|only|just|stuck|reaches|gets|to|mse|mae|loss|hits|hit|hovers|sits|peaks|stays|reached)(?![a-z])){{0,9}}?"
COMPARES = re.compile(
    r"(?<![a-z])by(?![a-z])|spik|\bthan\b|比|差(?!不多)|(?<![很太较最])[低高](?![达于])|低了|高了|下降了|上升了|涨了|掉了|降了|提升了?|提高了?|增加了?|减少|(?<![a-z])(?:gap|difference|within|improve\w*|epoch|step|iter\w*|layer|batch|class|classes|seed|run)(?![a-z])|[第每前]|between|之间|between"
)
MEASURED = r"(?![a-z0-9_]|\.\d|/\d|[万千百亿几k]| ?(?:倍|times|x\b|epochs?|轮|个|points?|layers?|层|steps?|步|次|[-~] ?\d|samples|images|类|张|条|天|gpus?|seeds?|runs?))"
METRIC = re.compile(rf"({MARK})\1*(?P<gap>{GAP})(?<![a-z_])(?P<n>{NUM})(?P<u>{UNIT}){MEASURED}")
AFTER = re.compile(rf"(?P<n>{NUM})(?P<u>{UNIT}) (?:on |of )?({MARK})\3*(?!{GAP}\d)")
FIRST = re.compile(rf"(?P<n>{NUM})(?P<u> ?(?:%|percent\b)) (?:on |of )?({MARK})\3*")
# Where a measure named before comes to rest: "falls nicely at first, then stops at 1.2".
REST = re.compile(
    rf"(?:停|卡|稳定|徘徊|维持|保持|收敛|stuck|plateau\w*|hover\w*|flat\w*|settl\w*|stays?|sits?|stall\w*|stop\w*)(?:s|ed|s out|ed out|s off)? ?(?:在|于|到|在了|at|around|near|about|to){{1,2}} ?(?:about |around |roughly |大概|大约|约)?(?P<n>{NUM})(?P<u>{UNIT}){MEASURED}"
)
BOTH = re.compile(rf"{s.BOTH}+(?P<gap>(?:{GAP},)?{GAP})(?P<n>{NUM})(?P<u>{UNIT})(?![a-z0-9_]|\.\d)")
# "The loss started at 7.2 and after 30k steps is 6.9": the first number is blanked by then.
LATER = re.compile(
    rf"({MARK})\1* ?(?:was |is )?{BEGAN} *(?:(?![{ALL_MARKS}])[^;\n]){{0,30}}?(?:\b(?:is|now|at|to)\b|到|还是|现在|变成|只有)(?: ?(?:now|at|still|only|about|around|是|在|大概)){{0,2}} ?(?P<n>{NUM})(?P<u>{UNIT}){MEASURED}"
)
PAIR = re.compile(
    rf"{s.BOTH}+ ?(?:is|are|:|=|是| )* ?({NUM})({UNIT}) ?(?:/|vs\.?|and|和|,) ?({NUM})({UNIT}){MEASURED}"
)
SETS = {"train": s.TRAIN, "validation": s.VALIDATION, "test": s.TEST}
ON_SET = rf" ?(?:on|in|for) (?:the |my )?(?:{'|'.join(SETS.values())})"
BARE = tuple(
    (name, re.compile(rf"(?<![a-z]){word}(?: ?set| data)?(?:上|里)?(?P<gap>{NEAR})(?<![a-z_])(?P<n>{NUM})(?P<u>{UNIT}){MEASURED}(?!{ON_SET})"))
    for name, word in SETS.items()
) + tuple(
    (name, re.compile(rf"(?P<n>{NUM})(?P<u> ?(?:%|percent\b))(?P<gap> (?:on|in|for) (?:the |my )?){word}(?:ing)?(?![a-z])"))
    for name, word in SETS.items()
)  # fmt: skip
WORD_ACC = re.compile(rf"[{s.ANY_ACC}{s.TRAIN_ACC}{s.VAL_ACC}{s.TEST_ACC}]")
WORD_LOSS = re.compile(rf"[{s.ANY_LOSS}{s.TRAIN_LOSS}{s.VAL_LOSS}{s.TEST_LOSS}]")


def metrics(text: str) -> Iterator[Figure]:
    yield from _both(text)
    yield from _pair(text)
    first = FIRST.search(text)
    if first and not re.search(MARK, text[: first.start()]):
        # "95% train accuracy but only 70% validation accuracy": every number stands first
        for found in FIRST.finditer(text):
            yield from _metric(METRICS[found[3]], found)
    else:
        yield from _named(text)
        yield from _at_rest(text)
        yield from _bare(text)


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
    unit, value = found["u"], number(found["n"], found["u"])
    if name.endswith("accuracy"):
        if "%" not in unit and value > 1:
            value = number(str(value / 100))
        if 0 <= value <= 1:
            yield Figure(name, value, *found.span())
    elif "%" in unit and name in ERRORS and s.ANY_LOSS not in found[0] and value <= 1:
        yield Figure(ERRORS[name], number(str(1 - value)), *found.span())
    elif "%" not in unit:
        yield Figure(name, value, *found.span())


def _both(text: str) -> Iterator[Figure]:
    """ "Train and val loss are both 2.1"."""
    for found in BOTH.finditer(text):
        value = number(found["n"], found["u"])
        share = "%" in found["u"]
        if not _plain(found["gap"]) or not (share or value > 1):
            continue
        measure = "accuracy" if share else "loss"
        for of in ("train", "validation"):
            yield Figure(f"{of}_{measure}", value, *found.span())


def _pair(text: str) -> Iterator[Figure]:
    """ "Train/val accuracy: 0.95/0.60": what is better in training tells the measure."""
    for found in PAIR.finditer(text):
        train, held_out = number(found[1], found[2]), number(found[3], found[4])
        share = "%" in found[2] + found[4] or 1 >= train > held_out
        measure = "accuracy" if share else "loss"
        if (share and max(train, held_out) <= 1) or train < held_out:
            yield Figure(f"train_{measure}", train, found.start(1), found.end(2))
            yield Figure(f"validation_{measure}", held_out, found.start(3), found.end(4))


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


def _bare(text: str) -> Iterator[Figure]:
    """ "Train 0.02 / val 1.9", "训练集 99% 测试集 60%": the measure is told by the numbers."""
    found = [
        (name, match)
        for name, pattern in BARE
        for match in pattern.finditer(text)
        if _plain(match["gap"])
    ]
    shares = (
        any("%" in match["u"] for _, match in found)
        or bool(WORD_ACC.search(text) and not WORD_LOSS.search(text))
        or _falling_shares(found)
    )
    losses = bool(WORD_LOSS.search(text) and not WORD_ACC.search(text))
    for name, match in found:
        measure = "accuracy" if shares else "loss"
        if (shares or losses or len(found) > 1) and (name, measure) != ("test", "loss"):
            yield from _metric(f"{name}_{measure}", match)


def _falling_shares(found: list[tuple[str, re.Match[str]]]) -> bool:
    """Unnamed, up to 1, and best in training: accuracies; losses would be the other way round."""
    values = {name: number(match["n"], match["u"]) for name, match in found}
    rest = [value for name, value in values.items() if name != "train"]
    return bool(rest) and 1 >= values.get("train", 2) >= max(rest) > 0.3
