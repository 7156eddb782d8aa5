"""A number whose quantity was named before: "the paper uses lr 0.1 and I use 0.001", "mine is 61%"."""

import re
from collections.abc import Iterator

from engine.understanding.amounts import NUM, UNIT, amount
from engine.understanding.figure import Figure, valued
from engine.understanding.set_figures import MARK, METRICS
from engine.understanding.settings import EPOCH, NAMES, TYPICAL, possible

ENDS = r"(?= ?(?:[,;!?)\n]|\.(?!\d)|$|now\b|instead|and\b|as\b|with\b|after\b|when\b|while\b|on\b|之?后|以后|就|之后|还是|就|也|才|了|左右|上下))"
# Of a setting that one chooses; of a measure that one gets.
CHOSEN = r"\b(?:i|we)(?:'m| am|'re| are)? (?:only |just |now |so )?(?:use|used|using|have|set|chose|took|kept|keep|stayed with|stick with|went with)|\b(?:settled on|sticking with|ended up (?:with|at|on))|\b(?:i|we) (?:\w+ )?(?:reduced|lowered|changed|raised|increased|set|dropped|decreased|put) it (?:down |up )?to|我(?:自己)?(?:这边)?(?:只|才)?(?:用|设|取|选|开|给)的?(?:是|只有)?"
OWN = r"\bmine(?: is|:)?|\b(?:i|we)(?:'m| am|'re| are)? (?:only |just |now )?(?:get|got|at)|我(?:自己)?的(?:就)?是|我(?:自己)?(?:这边)?(?:只|才)?(?:有|是|这边)的?(?:是|只有)?"
CHANGED = r"(?:后来|现在|目前|之后|又|然后|最后|,|10|就|\d) ?(?:改|换|调|降|升|变|设|加|减|缩|增)(?:小|大|低|高)?(?:到|成|为|回)了?"
NOW = r"\b(?:now|currently|today)(?: (?:i|we|it|is|it's|at|use|using|have|only|get|just|on|to|down|am|i'm|reads|about|around|still))*|\bit(?:'s| is| has been| reads| sits at)(?: now| still| only| at| about| around| stuck at)*|(?:现在|目前|如今|今天)(?:我|就|是|用|只有|只|才|在|到|设|取|的|开|了|换成|改成|改用|变成|降到|还是|还|约|大概|这边|第 ?\d+ ?(?:轮|个? ?epoch)(?:的时候|时)?)*|还是(?:[^\d,;.]{0,8}的)?|已经(?:是|到|涨到|升到|掉到)?|(?:后面|后来|之后)(?:一直|都)?(?:是|用)"
CARRIED = re.compile(
    rf"(?:(?P<chosen>{CHOSEN})|{OWN}|{CHANGED}|{NOW}) ?(?P<n>{NUM})(?P<u>{UNIT}){ENDS}"
)
REMEMBERED = (*NAMES, ("epochs_done", re.compile(rf"\d ?{EPOCH}")))
PLAUSIBLE = {**TYPICAL, "epochs_done": (1, 1e5), "learning_rate": (1e-8, 0.1)}
WHOLE = {"batch_size", "epochs_done"}
MEASURES = ("loss", "accuracy")
MEASURE = re.compile(f"({MARK})\\1*")
REACH = 160  # characters over which a name is remembered


def carried(text: str, before: str) -> Iterator[Figure]:
    """`before`: what stands before the sentence."""
    for found in CARRIED.finditer(text):
        place = found.start("n"), found.end()
        for name in _named(before[-REACH:] + text[: found.start()]):
            if found["chosen"] and name.endswith(MEASURES):
                continue
            figure = next(_figure(name, found["n"], found["u"], place), None)
            if figure:
                yield figure
                break


def _named(text: str) -> list[str]:
    """The quantities that are named, the last one first."""
    named = [(found.start(), name) for name, names in REMEMBERED for found in names.finditer(text)]
    named += [(found.start(), METRICS[found[1]]) for found in MEASURE.finditer(text)]
    return [name for _, name in sorted(named, reverse=True)]


def _figure(name: str, digits: str, unit: str, place: tuple[int, int]) -> Iterator[Figure]:
    if name.endswith(MEASURES):
        yield from valued(name, digits, unit, place, of_errors=False)
        return
    value = amount(digits, unit)
    low, high = PLAUSIBLE.get(name, (0, 0))
    if low <= value <= high and possible(name, value) and (value.is_integer() or name not in WHOLE):
        yield Figure(name, value, *place)
