"""How much of a set is right, told in words: "all correct", "half of them right", "训练集全对"."""

import re
from collections.abc import Iterator

from engine.understanding import nouns
from engine.understanding import subjects as s
from engine.understanding.amounts import CHINESE, ENGLISH, NUM
from engine.understanding.figure import Figure

SETS = {"train": s.TRAIN, "validation": s.VALIDATION, "test": s.TEST}
OF_SETS = {
    s.TRAIN_ACC: "train", s.VAL_ACC: "validation", s.TEST_ACC: "test", s.TRAIN_LOSS: "train",
    s.VAL_LOSS: "validation", s.TEST_LOSS: "test",
}  # fmt: skip
A_SET = "|".join(
    rf"(?P<{name}>{s.B}{word}(?:ing)?(?![a-z]))" for name, word in SETS.items()
) + rf"|(?P<mark>[{''.join(OF_SETS)}])"  # fmt: skip
SET = re.compile(A_SET)
ANY_SET = rf"(?:{'|'.join(SETS.values())})(?:ing)?"
ACC = f"[{s.ANY_ACC}{s.TRAIN_ACC}{s.VAL_ACC}{s.TEST_ACC}]"
PARTS = {
    "half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "tenth": 10,
}  # fmt: skip
ONES = {
    word: ENGLISH[word]
    for word in ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
}
IN_WORDS = (
    rf"(?:(?P<n>an?|{'|'.join(ONES)}) |\b)(?P<of>{'|'.join(PARTS)})s?(?![a-z])"
    rf"|(?P<k>{'|'.join(ONES)}|\d{{1,3}}) (?:in|out of) (?:every )?(?P<in>{'|'.join(ONES)}|\d{{1,4}})(?![a-z\d])"
    rf"|(?P<low>[{''.join(CHINESE)}]{{1,2}})分之(?P<high>[{''.join(CHINESE)}]{{1,2}})|一半"
)
FRACTION = rf"{IN_WORDS}|(?P<share>{NUM}) ?%"
TOLD_AT_ALL = re.compile(
    rf"\ball\b|\bevery|\bnone\b|\bnot (?:a|one|even)\b|{'|'.join(PARTS)}|全|分之|半|[没不][^,;.]{{0,4}}[对错]"
)
ALL = r"(?P<all>\ball|\bevery(?: single)?(?: one)?|\beverything|\beach and every(?: one)?)"
NONE = r"(?P<none>\bnone|\bnot (?:a single|one|even one)|\bno)"
THINGS = rf"(?: of)?(?: the| my| its| them| it)*(?: {ANY_SET})?(?: set| data)?(?: (?:{nouns.any_of(nouns.SAMPLES_EN)}|{nouns.singular(nouns.SAMPLES_EN)}|ones?|predictions?|answers?))?(?: (?:in|of|from|on) (?:the |my )?{ANY_SET}(?: set| data)?)?"
RIGHT = r" (?:(?:is|are|was|were|come|comes|came|gets?|got|out|now) )*(?:(?:classified|predicted|answered|recogni[sz]ed|labell?ed) )?(?:correct(?:ly)?|right(?! (?:shape|place|way|order|format|away|now|after|from|at)))(?![a-z])"
WRONG = RIGHT.replace(r"(?:correct(?:ly)?|right", r"(?:wrong(?:ly)?|incorrect(?:ly)?|right(?=x)")
HIT = r"(?:(?:预测|分类?|判断?|答|猜|认|识别)?(?:能|会)?(?:对|正确|准)(?!应|于|比|准|称|抗|齐)(?:了|的)?)"
MISSED = r"(?:(?:预测|分类?|判断?|答|猜|认|识别)?错(?:了|的)?)"
TOLD = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:{ALL}|{NONE}|{FRACTION}){THINGS}{RIGHT}",
        rf"{ALL.replace('all>', 'none>')}{THINGS}{WRONG}",
        rf"(?P<all>(?:全(?:部|都|给)*|完全|百分百|100%)){HIT}|(?P<none>全(?:部|都|给)*){MISSED}",
        rf"(?P<all>[一半]个?[张条例]?(?:都|也)?(?:没有?|不)(?:会)?){MISSED}|(?P<none>一[个张条例](?:都|也)?(?:没有?|不)(?:会|能)?){HIT}",
        rf"(?:{FRACTION})(?:左右|多|都|是|能|的|样本|图)*{HIT}",
        rf"(?:只|就|才|能)*(?:对|猜对|分对|判对|答对)了? ?(?:大?约|大概|差不多)?(?:{FRACTION})",
        rf"{ACC}+(?:(?! ?%)[^\d,;.!?\n]){{0,12}}?(?:{IN_WORDS})(?=[ ,;.!?)\n]|$|左右|多)",
        rf"(?:{IN_WORDS})(?: of)? {ACC}+",
    )
)
NOT_QUITE = re.compile(
    r"(?:\bnot|n't|almost|nearly|virtually|practically|should be|if|until|unless|没有?|不是|不能|几乎|差不多|基本上?|快要?|应该|要求|希望|如果|除非|非要) ?$"
)
ON = re.compile(rf"[ ,]*(?:on|in|for|of|over) (?:the |my )?(?={ANY_SET})")
REACH = 40  # characters over which a set named before is the one meant


def right_shares(text: str) -> Iterator[Figure]:
    for pattern in TOLD:
        for found in pattern.finditer(text):
            named = _set(text, found)
            value = _value(found.groupdict())
            if named and value is not None and not NOT_QUITE.search(text[: found.start()]):
                yield Figure(f"{named}_accuracy", value, *found.span())


def _set(text: str, found: re.Match[str]) -> str | None:
    """Named within the words, right behind them, or last before them in the sentence."""
    inside = SET.search(found[0])
    if inside:
        return _named(inside)
    on = ON.match(text, found.end())
    if on:
        behind = SET.match(text, on.end())
        return _named(behind) if behind else None
    before = list(SET.finditer(text, max(0, found.start() - REACH), found.start()))
    if before:
        return _named(before[-1])
    return "train" if s.ANY_ACC in found[0] else None


def _named(found: re.Match[str]) -> str:
    return OF_SETS[found["mark"]] if found["mark"] else str(found.lastgroup)


def _value(told: dict[str, str | None]) -> float | None:
    if told.get("all") or told.get("none"):
        return 1.0 if told.get("all") else 0.0
    part, whole = 1.0, 2.0
    if told.get("of"):
        part, whole = float(ONES.get(told["n"] or "one", 1)), float(PARTS[told["of"] or "half"])
    elif told.get("in"):
        part, whole = _count(told["k"]), _count(told["in"])
    elif told.get("low"):
        part, whole = _count(told["high"]), _count(told["low"])
    elif told.get("share"):
        part, whole = float(told["share"] or 0), 100.0
    return part / whole if 0 <= part <= whole else None


def _count(word: str | None) -> float:
    word = word or "1"
    return float(ONES.get(word) or CHINESE.get(word) or (word if word.isdigit() else 0) or 1)
