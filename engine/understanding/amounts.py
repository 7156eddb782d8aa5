"""How people write amounts: digits with units, Chinese and English number words."""

import re

NUM = r"[-+]?(?:\d{1,3}(?:,\d{3}){1,4}(?!\d)|\d{1,15}(?:\.\d{1,20})?|\.\d{1,20})(?:\.?e ?[-+]?\d{1,3}| e-\d{1,2}(?!\d))?"
UNIT = r" ?(?:%|‰|percent\b|(?:w(?!/)|k|m|b|million|billion|thousand|lakhs?|crores?)(?![a-z0-9_])|百万|千万|万|千|亿)?"
SCALE = {
    "%": 0.01, "‰": 0.001, "percent": 0.01, "k": 1e3, "thousand": 1e3, "lakh": 1e5, "crore": 1e7, "m": 1e6, "million": 1e6, "billion": 1e9, "b": 1e9,
    "千": 1e3, "w": 1e4, "万": 1e4, "百万": 1e6, "千万": 1e7, "亿": 1e8,
}  # fmt: skip
CHINESE = {
    "一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    "十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000,
}  # fmt: skip
ENGLISH = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100,
}  # fmt: skip
IN_CHINESE, IN_ENGLISH = rf"[{''.join(CHINESE)}]", rf"\b(?:{'|'.join(ENGLISH)})\b"
DECIMAL_COMMA = re.compile(r"^([-+]?0),")


def number(text: str, unit: str = "") -> float:
    plain = DECIMAL_COMMA.sub(r"\1.", text).replace(",", "").replace(" ", "").replace(".e", "e")
    value = float(plain) * SCALE.get((unit or "").strip().removesuffix("s"), 1.0)
    return float(f"{value:.12g}")


def chinese_number(text: str) -> float:
    """三十二 -> 32, 五千万 -> 50 000 000, 一万二 -> 12 000."""
    total, section, digit, place = 0.0, 0.0, 0.0, 1.0
    for sign in text:
        worth = CHINESE[sign]
        if worth >= 10_000:
            # 一亿两千万: what stands before a greater sign keeps its own worth.
            whole, part = (
                (total, section + digit) if total > worth else (0, total + section + digit)
            )
            total, section, digit = whole + (part or 1) * worth, 0, 0
        elif worth >= 10:
            section, digit = section + (digit or 1) * worth, 0
        else:
            digit = worth
        if worth >= 10:
            place = float(worth)
    spoken_short = len(text) > 2 and digit and place >= 100 and CHINESE[text[-2]] == place
    return total + section + (digit * place / 10 if spoken_short else digit)


def amount(words: str, unit: str = "") -> float:
    """Of digits or of number words."""
    if words in ENGLISH:
        return float(ENGLISH[words])
    if words and all(sign in CHINESE for sign in words):
        return chinese_number(words)
    return number(words, unit)
