"""Write number words as digits: 万分之五 -> 5e-4, 九成九 -> 99%, "thirty-two" -> 32."""

import re
from collections.abc import Callable

from engine.understanding.amounts import CHINESE, ENGLISH, amount, chinese_number
from engine.understanding.composite_numbers import (
    PARTS_ZH,
    WITH_ZERO,
    WORDS_EN,
    composite_zh,
    with_zero,
    words_en,
)
from engine.understanding.english_numbers import ENGLISH_FORMS
from engine.understanding.normalise import Plain, rewritten

Written = Callable[[re.Match[str]], str | None]
SIGN, DIGIT = f"[{''.join(CHINESE)}]", "[零〇一二三四五六七八九]"
PART = re.compile(rf"([百千万])分之({SIGN}{{1,5}}|\d+(?:\.\d+)?)")
TENTHS = re.compile(
    r"([一二两三四五六七八九])成([一二三四五六七八九])?(?!功|为|了|本|分|员|[多几])"
)
LONG = re.compile(
    rf"(?<!{SIGN})(?<![第\d几数好])(?<!(?<!集)上)(?:[一二三四五六七八九两]?[十百千]{SIGN}{{1,6}}|[二三四五六七八九]十|"
    rf"[一二三四五六七八九两][百千万亿]{SIGN}{{0,6}})(?!{SIGN}|分之|[几余])"
)
# "五乘十的负五次方", "5 x 10^-5", "10^-4", "10 to the minus 4"
POWER = re.compile(
    rf"(?:(?<![\d.])({SIGN}|\d(?:\.\d+)?|\b(?:{'|'.join(ENGLISH)})) ?(?:乘以?|×|x|\*|times) ?)?(?:十|\bten|(?<![\d.])10)"
    rf"(?: ?\^ ?|\*\*| ?的| to the(?: power(?: of)?)? ?)\(?(-|负|minus |negative )({SIGN}|\d|{'|'.join(ENGLISH)})(?!\d)(?:次方)?\)?"
)
MINUS = re.compile(r"(?<=\de)(?:负| ?minus ?|\^-)(?=\d)")  # "1e负4", "3e minus 4"
POINT = re.compile(
    rf"(零|(?<!{SIGN})(?:[二三四五六七八九]?十[一二三四五六七八九]?|[二三四五六七八九])|(?<=[为是到在约失值率])一)"
    rf"点({DIGIT}{{1,4}})(?![十百千点分])"
)
PERCENT = re.compile(r" ?\b(?:percent|per cent|pct)\b")
# "九十来个", "thirty-odd", "12-ish thousand", "about 2000 or so": about as many.
ABOUT = re.compile(
    r"(?<=[\d万千百])(?:来|余|多)(?=[个条张位名轮例份篇句段万])|(?<=\d)(?:[ -]?(?:ish|odd)| point something)\b"
)
FEW = re.compile(
    rf"(?<!{SIGN})(?<![第这那上每])[两二三四五六七八九](?=[张条例]|个 ?(?:epoch|轮)|[步块]卡?|卡)"
)
# "0,0005" of someone whose decimal sign is the comma.
COMMA = re.compile(r"(?<![\d.,])(?:0,\d+|(?P<far>\d{1,3},\d{1,2}))(?!\d|[.,]\d)")
ZERO_COMMA = re.compile(r"(?<![\d.,])0,\d+(?!\d|,\d)")
# "3 out of 10 predictions", "一百张能对九十五张": a share.
OUT_OF = re.compile(
    r"(?<![\w.])(?<!epoch )(?<!iter )(?<!step )(\d{1,6}) (?:out of (?:every )?(\d{1,6})|of (\d{1,6})(?= (?:\w+ )?(?:are|were|is|get|got)? ?(?:correct|right|classified correctly)))(?![\d.])"
)
# "130 000 images"
GROUPED = re.compile(
    r"(?<![\d.,])(?<!\d )\d{1,3}(?: \d{3})+(?![\d.,]|[ ]\d)(?= ?(?:[a-z]{3,}|[张条个例份篇段帧笔]))"
)
# "bs=2x128", "batch 32*4": what one update sees.
TIMES = re.compile(
    r"(?P<name>(?:(?<![a-z])batch(?:[ _-]?size)?|(?<![a-z])bs|批大小|批量)(?:[ =:]|是|为|is |of )*)(?P<one>\d{1,5}) ?[x×*] ?(?P<other>\d{1,5})(?! ?[x×*.\d]| ?(?:steps? (?:of )?)?(?:grad\w*[ -])?(?:accum|累|px|pixel|image|patch|crop|grid|input|图))"
)
# "Loss 0.0127 (0.0198)" of a meter: this step's, and the average.
METER = re.compile(
    r"(?P<name>(?:loss|(?:acc|prec|top)\w*(?:@1)?)[ :=]{1,3})[\d.]+(?:e-\d+)? \((?P<mean>\d+(?:\.\d+)?(?:e-\d+)?)\)"
)
AT_ONE = re.compile(r"(?<![a-z])(?:prec|acc)@1(?!\d)")
KEPT = re.compile(r"(?<![a-z])keep[_ -]?(?:prob\w*|rate)?(?:[ =:]|is |of |was )*(?P<kept>0?\.\d+)")
ZERO = re.compile(r"(?<=momentum )zero\b|(?<=dropout )zero\b|(?<=decay )zero\b")
RIGHT_OF = re.compile(
    rf"(?<!{SIGN})(\d{{1,6}}|{SIGN}{{1,4}}) ?[张条个例句题]里?[^\d,;.!?\n]{{0,3}}?[对中准](?:了|出)? ?(\d{{1,6}}|{SIGN}{{1,4}}) ?[张条个例句题]"
)


def _power(found: re.Match[str]) -> str:
    factor, _, power = found.groups()
    factor = CHINESE.get(factor) or ENGLISH.get(factor) or factor or 1
    return f"{factor}e-{CHINESE.get(power) or ENGLISH.get(power, power)}"


def _point(found: re.Match[str]) -> str:
    whole = "0" if found[1] == "零" else f"{chinese_number(found[1]):.0f}"
    return f"{whole}.{_row(found[2])}"


def _row(signs: str) -> str:
    return "".join(f"{CHINESE.get(sign, 0)}" for sign in signs)


def _part(found: re.Match[str]) -> str:
    share = {"百": -2, "千": -3, "万": -4}[found[1]]
    value = found[2] if found[2][0].isdigit() else f"{chinese_number(found[2]):g}"
    return f"{value}%" if share == -2 else f"{value}e{share}"


def _tenths(found: re.Match[str]) -> str:
    return f"{CHINESE[found[1]]}{CHINESE[found[2]] if found[2] else 0}%"


def _long(found: re.Match[str]) -> str:
    value = chinese_number(found[0])
    return f"{value:.0f}" if value < 1e6 else f"{value:.12g}".replace("e+0", "e")


def _comma(found: re.Match[str]) -> str | None:
    decimal = not found["far"] or ZERO_COMMA.search(found.string)
    return found[0].replace(",", ".") if decimal else None


def _times(found: re.Match[str]) -> str:
    return f"{found['name']}{int(found['one']) * int(found['other'])}"


def _share(part: str, whole: str) -> str | None:
    right, all_of_them = amount(part), amount(whole)
    return f"{100 * right / all_of_them:g}%" if 0 < all_of_them >= right else None


FORMS: tuple[tuple[re.Pattern[str], Written], ...] = (
    (WITH_ZERO, with_zero), (PARTS_ZH, composite_zh), (POINT, _point), (PART, _part), (POWER, _power), (TENTHS, _tenths), (LONG, _long),
    (WORDS_EN, words_en), *ENGLISH_FORMS, (PERCENT, lambda _: "%"), (MINUS, lambda _: "-"), (ABOUT, lambda _: ""), (FEW, lambda found: str(CHINESE[found[0]])), (COMMA, _comma),
    (TIMES, _times), (METER, lambda found: f"{found['name']}{found['mean']}"), (AT_ONE, lambda _: "top1"), (ZERO, lambda _: "0"),
    (KEPT, lambda found: f"dropout {1 - float(found['kept']):g}"), (OUT_OF, lambda found: _share(found[1], found[2] or found[3])), (GROUPED, lambda found: found[0].replace(" ", "")), (RIGHT_OF, lambda found: _share(found[2], found[1])),
)  # fmt: skip


def digits(plain: Plain) -> Plain:
    for pattern, written in FORMS:
        plain = rewritten(plain, pattern, written)
    return plain
