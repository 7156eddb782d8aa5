"""Numbers put together from several parts: "2万4千", "5万零3百", "two thousand nine hundred and five"."""

import re

from engine.understanding.amounts import CHINESE, ENGLISH, chinese_number

PARTS_ZH = re.compile(
    r"(?<![\d.])\d+(?:\.\d+)? ?[万千百亿](?: ?零? ?\d+ ?[千百])+(?: ?零? ?\d+)?(?![\d.%万])"
    r"|(?<![\d.])\d+ ?[万千] ?零? ?\d(?=[ )，,。;]|$)"
)
PART_ZH = re.compile(r"(\d+(?:\.\d+)?) ?([万千百亿])?")
# "三百零八": the zero within the words.
WITH_ZERO = re.compile(
    rf"(?<![第\d几数好])[{''.join(CHINESE)}]+[百千万]零[{''.join(CHINESE)}]+(?!点|分之|[几余])"
)
ONES = "|".join(word for word, worth in ENGLISH.items() if worth < 100)
TENS = "|".join(word for word, worth in ENGLISH.items() if 20 <= worth < 100)
SMALL = rf"(?:(?:{TENS})[ -](?:{ONES})|(?:{ONES}))"
GREATER = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000}
WORDS_EN = re.compile(
    rf"\b(?:{SMALL}|an?)(?:[ -](?:{'|'.join(GREATER)}))+(?:,? (?:and )?{SMALL}(?:[ -](?:{'|'.join(GREATER)}))*)+\b(?!th)"
)


def composite_zh(found: re.Match[str]) -> str:
    total, last = 0.0, 1.0
    for digits, worth in PART_ZH.findall(found[0].replace("零", " ")):
        # Behind the last sign, a single digit counts tenths of it: 1万9千2.
        last = float(CHINESE[worth]) if worth else last / 10
        total += float(digits) * last
    return f"{total:.0f}"


def with_zero(found: re.Match[str]) -> str:
    return f"{sum(chinese_number(part) for part in found[0].split('零')):.0f}"


def words_en(found: re.Match[str]) -> str:
    """Hundreds multiply what stands before them, thousands and more close a section."""
    total = section = 0
    for word in re.split(r"[ ,-]+", found[0]):
        if word in ("a", "an"):
            section = 1
        elif word == "hundred":
            section = (section or 1) * 100
        elif word in GREATER:
            total, section = total + (section or 1) * GREATER[word], 0
        elif word != "and":
            section += ENGLISH[word]
    return str(total + section)
