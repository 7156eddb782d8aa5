"""Forms of English number words: "two hundred and fifty", "point zero one", "one in a thousand"."""

import re
from collections.abc import Callable

from engine.understanding.amounts import ENGLISH

Written = Callable[[re.Match[str]], str | None]
TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
ONES = "one|two|three|four|five|six|seven|eight|nine"
TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
SMALL = rf"(?:(?:{TENS})(?:[ -](?:{ONES}))?|{TEENS}|{ONES})"
WORTH = {
    "hundred": 1e2,
    "thousand": 1e3,
    "k": 1e3,
    "lakh": 1e5,
    "crore": 1e7,
    "million": 1e6,
    "billion": 1e9,
}
PARTS = {"tenth": 1, "hundredth": 2, "thousandth": 3, "ten-thousandth": 4, "ten thousandth": 4, "hundred-thousandth": 5, "hundred thousandth": 5, "millionth": 6}  # fmt: skip
OF = "|".join(sorted(PARTS, key=len, reverse=True))
# As in: half a dozen; two hundred and fifty; a hundred; sixty thousand; half a million.
DOZEN = re.compile(rf"\b(?:(?P<half>half a)|(?P<n>a couple(?: of)?|{SMALL}|a)) dozen\b")
GREAT = re.compile(
    rf"\b(?:(?P<half>half a|half)|(?P<quarter>(?:a )?quarter(?: of a)?)|(?P<n>(?:{SMALL}|a couple(?: of)?|a))) (?P<worth>hundred|thousand|lakh|crore|million|billion)(?: (?:and )?(?P<rest>{SMALL}))?(?: (?P<more>thousand|million))?\b(?!th)"
)
PLAIN = re.compile(rf"\b(?:(?:{TENS})[ -](?:{ONES})|{TENS}|{TEENS})\b(?![ -](?:{OF}))")
FRACTION = re.compile(
    rf"\b(?P<n>{SMALL}|a)[ -](?P<of>{OF})s?\b|\bone in (?:a |one )?(?P<in>ten thousand|hundred|thousand|million)\b"
)
POINT = re.compile(
    rf"\b(?:(?P<whole>zero|oh|{ONES}) )?point (?P<digits>(?:zero|oh|{ONES})(?:[ -](?:zero|oh|{ONES}))*)\b"
)
EXPONENT = re.compile(rf"\b({ONES}|\d(?:\.\d+)?)[ -]?e[ -](?:minus|negative|-) ?({ONES}|\d)\b")
PERCENT = re.compile(rf"\b({ONES}) (?=percent\b|per cent\b)")
IN_ONE = {"hundred": "1e-2", "thousand": "1e-3", "ten thousand": "1e-4", "million": "1e-6"}


def _value(words: str) -> int:
    if words.startswith("a"):
        return 2 if "couple" in words else 1
    return sum(ENGLISH[word] for word in re.split("[ -]", words))


def _dozen(found: re.Match[str]) -> str:
    return f"{6 if found['half'] else 12 * _value(found['n'])}"


def _great(found: re.Match[str]) -> str:
    worth = WORTH[found["worth"]]
    if found["half"]:
        return f"{worth / 2:.0f}"
    if found["quarter"]:
        return f"{worth / 4:.0f}"
    value = _value(found["n"]) * worth
    value += _value(found["rest"]) if found["rest"] else 0
    return f"{value * (WORTH[found['more']] if found['more'] else 1):.0f}"


def _fraction(found: re.Match[str]) -> str:
    if found["in"]:
        return IN_ONE[found["in"]]
    return f"{_value(found['n'])}e-{PARTS[found['of']]}"


def _digit(word: str) -> int:
    return ENGLISH.get(word, 0)


def _point(found: re.Match[str]) -> str:
    after = "".join(str(_digit(word)) for word in re.split("[ -]", found["digits"]))
    return f"{_digit(found['whole'] or 'zero')}.{after}"


def _exponent(found: re.Match[str]) -> str:
    return f"{ENGLISH.get(found[1], found[1])}e-{ENGLISH.get(found[2], found[2])}"


ENGLISH_FORMS: tuple[tuple[re.Pattern[str], Written], ...] = (
    (FRACTION, _fraction), (DOZEN, _dozen), (POINT, _point), (EXPONENT, _exponent), (GREAT, _great),
    (PLAIN, lambda found: str(_value(found[0]))), (PERCENT, lambda found: f"{ENGLISH[found[1]]} "),
)  # fmt: skip
