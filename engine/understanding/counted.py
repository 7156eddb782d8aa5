"""Counted things: how many samples ("12k chest x-rays", "640段录音"), how many classes ("43种标志")."""

import re
from collections.abc import Iterator

from engine.understanding import nouns
from engine.understanding.amounts import IN_CHINESE, IN_ENGLISH, NUM, UNIT, amount
from engine.understanding.figure import Figure
from engine.understanding.settings import possible

NUMBER = rf"(?<![a-z0-9_.])(?P<n>{NUM}|{IN_ENGLISH}|{IN_CHINESE}+)(?P<u>{UNIT})"
STOP = r"(?:of|for|in|from|with|and|or|to|on|at|by|per|each|is|are|was|were|be|has|have|had|the|an?|my|our|into|but|then|than|that|this|which|who|as|after|before|when|while|if|so|vs|only|over|under|about|via|because|since|until|not|no|it|its|they|i|we|lr|bs|loss|acc|accuracy|val(?:idation)?|dev|test|epochs?|batch|instead|gives?|takes?|" + "|".join(
    ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
) + r")(?![a-z])"  # fmt: skip
WORD = rf"(?!{STOP})[a-z][a-z'-]*"
IN_ENGLISH_WORDS = re.compile(
    rf"{NUMBER}(?:[ -]| of (?:the )?)(?P<words>{WORD}(?:[ ]{WORD}){{0,4}})"
)
SAMPLES, CLASSES, OTHERS = (
    re.compile(nouns.any_of(table))
    for table in (nouns.SAMPLES_EN, nouns.CLASSES_EN, nouns.OTHERS_EN)
)
PLURAL = re.compile(r"[a-z-]{3,}(?<![suiy])s")
# What stands before or behind a thing of no table, and says what it is here.
OF_DATA = re.compile(
    r"(?:data ?sets?|data|corpus|collected|labell?ed|annotated|scraped|crawled|gathered|(?<![a-z])train(?:ed|ing)?(?: set| split| data)?(?: it| this)?(?: on| with| has| is| contains| of|:| =)|fine-?tun\w+(?: it)? on)[^\d,;.]{0,24}$"
)
FOR_TRAINING = re.compile(
    r" (?:for|in|as|of) (?:the |my )?(?:training|train)(?![a-z])| in (?:total|all)\b"
)
TOLD_APART = re.compile(
    r"(?:classif\w+|categori[sz]\w+|sort(?:s|ed|ing)?|rout(?:e|es|ing)|distinguish\w*|tell(?:s|ing)?|discriminat\w+|recogni[sz]\w+|identif\w+|(?:one|which|out) of|(?:choos|pick)\w*[^\d,;.]{0,12}(?:between|among|from|of)|assign\w*|into|possible|number of)[^\d,;.]{0,16}$"
)
APART = re.compile(
    r",? (?:to (?:choose|pick|tell|classify|recogni[sz]e|distinguish|sort|route|predict)|apart\b)"
)
# "43 traffic signs, about 900 images of each": what has samples each is a class.
WITH_EACH = re.compile(
    r"[^.;!?\d]{0,24}\d[\d,.]*k?[^.;!?\d]{0,30}(?:\beach\b|\bapiece\b|\bper (?:class|category|one|type|kind|person|sign|species)\b|/class)"
)
# "label is up / flat / down"
LISTED = re.compile(
    r"(?<![a-z])(?:labels?|targets?|class(?:es)?|标签|类别)(?: is| are| was|:|是|为|分别是)* ?(?<![\w/])[a-z\u4e00-\u9fff]+(?: ?/ ?[a-z\u4e00-\u9fff]+){2,9}(?![\w/])"
)
MOST_CLASSES = 10_000
MANY = 500  # from here an unknown thing that someone has is a sample
HAS = re.compile(
    r"(?:^|[,;:(]|\b(?:have|has|got|had|only|with|about|around|roughly|nearly|over|some|ca\.?))[ ~]*$"
)
THOUSANDS = re.compile(
    r"\d{1,3}(?:\.\d{3})+"
)  # "1.200 images" of someone whose decimal sign is the comma

ABOUT = r" ?[多来余几]? ?"
KIND_OF = rf"(?: ?(?:{nouns.any_of(nouns.OTHER_KINDS_ZH)}))"
IN_CHINESE_WORDS = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("class_count", rf"{NUMBER} ?[个种大小位]? ?{nouns.any_of(nouns.CLASSES_ZH)}"),
        ("class_count", rf"{NUMBER} ?选一"),
        ("class_count", r"#?(?:labels?|classes) ?= ?(?P<n>\d+)(?P<u>)(?![\d.])"),
        ("class_count", rf"(?:[\w-]+ ?/ ?){{1,7}}[\w-]+?(?:这|共)?{NUMBER}[种类](?!{KIND_OF})"),
        ("class_count", rf"(?:{nouns.any_of(nouns.CLASSES_ZH)}|{nouns.singular(nouns.CLASSES_EN)}|symbols?) ?(?:(?:一共|总共|共|只)?有|还是|一共|总共|共|:|=) ?{NUMBER} ?[种类个]"),
        ("class_count", rf"{NUMBER} ?[个种类] ?{nouns.singular(nouns.CLASSES_EN)}"),
        ("class_count", rf"{NUMBER}{ABOUT}种(?!{KIND_OF}|都|也|全|均|就|里|中|不)(?=[^\W\d_]| )"),
        ("class_count", rf"(?:分成|分为|分|区分|识别|判断)了? ?(?:是|出)? ?{NUMBER} ?(?:种|类|个类|档|级)"),
        ("sample_count", rf"{NUMBER}{ABOUT}(?:个|位|名|条|张|幅|句|份|行|组|对|套|件|支)?(?:的)?(?:训练|标注(?:好)?|有标签|干净|真实|正常|[a-z]{{2,12}})?的? ?{nouns.any_of(nouns.SAMPLES_ZH)}"),
        ("sample_count", rf"{NUMBER}{ABOUT}[个条张份段位名] ?(?:[a-z]+ )?{nouns.singular(nouns.SAMPLES_EN)}"),
        ("sample_count", rf"{NUMBER}{ABOUT}{nouns.any_of(nouns.MEASURES_ZH)}(?!(?: ?[a-z]*\d0\d0| ?[va]100| ?{nouns.any_of(nouns.UNMEASURED_ZH)}|话))(?!\w{{0,3}}(?:一|/|每)? ?(?:batch|批))(?![/是为\w]{{0,6}}错)"),
        ("sample_count", rf"(?:训练集?|数据集?|资料|样本|dataset|(?<![a-z])data(?!loader))[^\d,;.]{{0,8}}?{NUMBER}{ABOUT}(?:个(?! ?(?:类|标签|特征|epoch|轮|模型|进程|线程|worker|百分|点|能|里|中|对|错))|行|对|组|件)"),
        ("sample_count", rf"样本(?:只有|才|有|是|约)*(?P<n>{IN_CHINESE}{{2,}})(?P<u>)"),
        ("sample_count", rf"(?<![\dkmw万千条个张份段句位名] )(?<![\dkmw万千条个张份段句位名])(?:{nouns.any_of(nouns.SAMPLES_ZH)}|(?<![a-z]){nouns.singular(nouns.SAMPLES_EN)}) ?(?:才|只有|一共|共|就)+ ?{NUMBER} ?(?:个|条|张|份|段|句|篇)"),
        ("sample_count", rf"(?<![\dkmw万千条个张份段句位名] )(?<![\dkmw万千条个张份段句位名])(?:{nouns.any_of(nouns.SAMPLES_ZH)}|(?<![a-z]){nouns.singular(nouns.SAMPLES_EN)}) ?(?:一共|总共|共|大概|约|有|只有|是|:|=)* ?(?P<n>\d[\d.,]*)(?P<u> ?(?:k|m|w|万|千|million|thousand|亿))(?![a-z])"),
        ("sample_count", rf"(?<![a-z0-9_.])(?P<n>{NUM})(?P<u> ?(?:k|m|w|万|千|亿)) ?{nouns.singular(nouns.SAMPLES_EN)}"),
        ("sample_count", rf"(?<![a-z])train(?:ed|ing|s)? on (?:only |just |about )?{NUMBER} of (?:them|those|these)"),
        ("sample_count", rf"{NUMBER} ?(?:位|名|个人)[^\d,;.!?]{{1,6}}的(?:训练)?数据"),
        ("class_count", rf"从{NUMBER} ?[个种][^\d,;.!?\n]{{1,8}}[里中]+[^\d,;.!?\n]{{0,4}}(?:选|认|挑|判|猜|分)"),
    )
)  # fmt: skip
EVERY = r"(?:每个?|各) ?"
EACH_CLASS = re.compile(r"(?:每个?类别?|each class)[^,.;]{0,6}$")
EACH = re.compile(r"(?:each|every|per|每|各)[^,.;]{0,12}$")
ELSEWHERE = re.compile(
    r"(?:batch|(?<![a-z])bs(?![a-z])|批|一次|每次)[^,;.]{0,8}$|(?:val(?:id|idation)?|dev|test|验证集?|测试集?)[^,;.]{0,14}$|random|随机|抽|(?:class|类) ?\d*(?:[^\w,;.]|只有|才|有|就)*$|(?:看|检查|抽查|打印)[了过]?(?:一下)? ?$|batch of ?$|nan|错|(?:overfit|memori[sz]e)\w*(?: on| to| just| only| even| the| a batch of)* ?$|(?:first|then|next|last|前|后|第) ?$|(?:最多|最少|largest|smallest|biggest)[^,;.]{0,12}$"
)
EVERY_ONE = re.compile(
    r" ?(?:(?:of |for |in |from )?each|apiece|per (?:class|category|species|person|kind)|/class|一类|每类|一个类)"
)
HELD_OUT = re.compile(
    r"(?<![a-z])(?:val(?:id|idation)?|dev|test(?:ing)?|held[ -]?out|unlabell?ed|验证|测试|无标签|没标)"
)
PART = re.compile(
    rf"{NUM}{UNIT} [a-z]*[^s ,],? (?:and|vs\.?|plus) ?$"
)  # "4k legit and 300 fraudulent ones"
ONE_OF_MANY = re.compile(r"第 ?$")
FROM = re.compile(r"(?:from|of|by|across|来自|属于)[ a-z]{0,12}$")  # "5000 scans from 700 patients"
OTHER_PART = re.compile(
    rf",? ?(?:and |vs\.? |against |plus |/ ?)?(?:only )?{NUM}{UNIT} [a-z-]+ (?:ones?|[a-z]+s)\b"
)
NO_CLASSES = re.compile(r"(?:同|这|那|某|各|每|另|第|哪)(?:一|两|二)?$")


def counted(text: str) -> Iterator[Figure]:
    for name, pattern in IN_CHINESE_WORDS:
        for found in pattern.finditer(text):
            yield from _figure(name, found, found.end())
    for found in LISTED.finditer(text):
        yield Figure("class_count", float(found[0].count("/") + 1), *found.span())
    whole = False  # whether samples were counted, of which a later count tells the origin
    for found in IN_ENGLISH_WORDS.finditer(text):
        known = _known(found)
        if known is None or (
            whole and known[0] == "sample_count" and FROM.search(text[: found.start()])
        ):
            continue
        for figure in _figure(known[0], found, known[1]):
            whole |= figure.finding == "sample_count"
            yield figure


def _known(found: re.Match[str]) -> tuple[str, int] | None:
    """Samples or classes, and where the noun ends; the first noun that is known decides."""
    unknown = None
    for word in re.finditer(r"[a-z][a-z'-]*", found["words"]):
        at = found.start("words") + word.start()
        for name, table in (("", OTHERS), ("class_count", CLASSES), ("sample_count", SAMPLES)):
            noun = table.match(found.string, at)
            if noun:
                return (name, noun.end()) if name else None
        if unknown is None and PLURAL.fullmatch(word[0]):
            unknown = at + len(word[0])
    decided = _by_surroundings(found, unknown) if unknown else None
    return (decided, unknown) if decided and unknown else None


def _by_surroundings(found: re.Match[str], end: int) -> str | None:
    before, after = found.string[: found.start()], found.string[end:]
    value = amount(found["n"], found["u"])
    if value < MOST_CLASSES and (
        TOLD_APART.search(before) or APART.match(after) or WITH_EACH.match(after)
    ):
        return "class_count"
    if OTHER_PART.match(after):
        return None
    of_data = OF_DATA.search(before) or FOR_TRAINING.match(after)
    return "sample_count" if of_data or (value >= MANY and HAS.search(before)) else None


def _figure(name: str, found: re.Match[str], end: int) -> Iterator[Figure]:
    value = amount(found["n"], found["u"])
    if name == "sample_count" and THOUSANDS.fullmatch(found["n"]) and not found["u"].strip():
        value = float(found["n"].replace(".", ""))
    elsewhere = _of_other_samples if name == "sample_count" else _of_other_classes
    if possible(name, value) and value.is_integer() and not elsewhere(found, end):
        yield Figure(name, value, found.start("n"), end)


def _of_other_samples(found: re.Match[str], end: int) -> bool:
    """Of one class, of one batch, of the validation set."""
    before, after = found.string[: found.start("n")], found.string[end:]
    if EACH.search(before) or ELSEWHERE.search(before) or EVERY_ONE.match(after):
        return True
    words = found.string[found.start() : end]
    if PART.search(before):
        return True
    return bool(HELD_OUT.search(words) or HELD_OUT.match(after.lstrip(" 的")))


def _of_other_classes(found: re.Match[str], end: int) -> bool:
    before = found.string[: found.start("n")]
    words = found.string[found.start("n") : end]
    one_of_them = not found["n"][0].isdigit() and NO_CLASSES.search(before)
    return bool(
        EACH_CLASS.search(before)
        or ONE_OF_MANY.search(before)
        or one_of_them
        or words.startswith("二分类")
    )
