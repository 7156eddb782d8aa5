"""Write number words as digits where they fit into the same place: 万分之五 -> 5e-4, 九成九 -> .99."""

import re

from engine.understanding.amounts import CHINESE, ENGLISH, chinese_number

SIGN = f"[{''.join(CHINESE)}]"
PART = re.compile(rf"([百千万])分之({SIGN}{{1,4}})")
TENTHS = re.compile(r"([一二三四五六七八九])成([一二三四五六七八九])?(?!功|为|了|本|分|员)")
LONG = re.compile(
    rf"(?<!{SIGN})(?<![第\d])(?:[一二三四五六七八九两]?[十百千]{SIGN}{{1,4}}|[二三四五六七八九]十)(?!{SIGN}|分之|[几来余])"
)
WORDS = re.compile(
    rf"\b({'|'.join(ENGLISH)})(?:[ -]({'|'.join(ENGLISH)}))?[ -](hundred|thousand|million|percent)\b"
)
# "五乘十的负五次方", "5 x 10^-5", "10^-4", "1e^-4"
POWER = re.compile(
    rf"(?:({SIGN}|\d(?:\.\d+)?) ?(?:乘以?|×|x|\*) ?)?(?:十|(?<![\d.])10)(?: ?\^ ?|\*\*|的)(-|负)({SIGN}|\d)(?!\d)(?:次方)?"
)
MINUS = re.compile(r"(?<=\de)负(?=\d)")  # "1e负4"
POINT = re.compile("零点([零一二三四五六七八九]{1,4})")
WORTH = {"hundred": 100, "thousand": 1000, "million": 1_000_000}


def digits(text: str) -> str:
    """Every letter keeps its place: what does not fit stays in words."""
    text = POINT.sub(_point, text)
    text = MINUS.sub("-", POWER.sub(_power, text))
    text = PART.sub(_part, text)
    text = TENTHS.sub(lambda found: _fitted(found, _tenths(*found.groups())), text)
    text = LONG.sub(lambda found: _fitted(found, _short(chinese_number(found[0]))), text)
    return WORDS.sub(_words, text)


def _power(found: re.Match[str]) -> str:
    factor, _, power = found.groups()
    return _fitted(found, f"{CHINESE.get(factor, factor or 1)}e-{CHINESE.get(power, power)}")


def _point(found: re.Match[str]) -> str:
    return _fitted(found, "0." + "".join(f"{CHINESE.get(sign, 0)}" for sign in found[1]))


def _short(value: float) -> str:
    return f"{value:.0f}" if value < 1e6 else f"{value:g}".replace("e+0", "e")


def _part(found: re.Match[str]) -> str:
    share = {"百": -2, "千": -3, "万": -4}[found[1]]
    value = chinese_number(found[2])
    return _fitted(found, f"{value:g}%" if share == -2 else f"{value:g}e{share}")


def _tenths(tens: str, ones: str | None) -> str:
    return f".{CHINESE[tens]}{CHINESE[ones] if ones else ''}"


def _words(found: re.Match[str]) -> str:
    value = ENGLISH[found[1]] + (ENGLISH[found[2]] if found[2] else 0)
    if found[3] == "percent":
        return _fitted(found, f"{value}%")
    return _fitted(found, str(value * WORTH[found[3]]))


def _fitted(found: re.Match[str], written: str) -> str:
    room = len(found.group())
    return written.ljust(room) if len(written) <= room else found.group()
