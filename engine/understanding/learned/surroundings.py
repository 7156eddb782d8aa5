"""What stands around each number of a text, as features of a linear model."""

from collections.abc import Sequence

from engine.understanding.learned.gaps import joined
from engine.understanding.learned.names import named
from engine.understanding.learned.rows import columns, later
from engine.understanding.learned.sizes import shape, sizes
from engine.understanding.learned.spotted import Spotted
from engine.understanding.learned.words import BREAKS, ENDS, MEASURES, SETS, Word

WINDOW = 7  # words to each side
AS_FAR = 4  # words, from where the distance does not matter
STEM, TAIL = 4, 3  # letters of a word that stand for its forms
NOWHERE = "<>"


def surroundings(text: str, numbers: Sequence[Spotted], around: Sequence[Word]) -> list[set[str]]:
    places = [at for at, word in enumerate(around) if word.number >= 0]
    shapes = [shape(one) for one in numbers]
    whole = _whole(around)
    above, again, beside = columns(around), later(around), _beside(text, numbers, shapes)
    return [
        {
            *sizes(one), *whole, f"{whole[0]}{here}", f"C={above[index]}", f"C={above[index]}{here}",
            *again[index], *beside[index], *named(around, at, here), *_near(around, at, here),
        }
        for index, (one, at, here) in enumerate(zip(numbers, places, shapes, strict=True))
    ]  # fmt: skip


def _whole(around: Sequence[Word]) -> list[str]:
    """What the text is about: the measures it tells of together, and each of them and of the sets."""
    told = {word.concept for word in around}
    return [
        f"TS={sorted(told & MEASURES)}",
        *(f"T={concept}" for concept in sorted(told & (MEASURES | SETS))),
    ]


def _near(around: Sequence[Word], at: int, here: str) -> list[str]:
    left, right = around[max(0, at - WINDOW) : at][::-1], around[at + 1 : at + 1 + WINDOW]
    found = [f"LR={_kind(left)} {_kind(right)}"]
    for side, there in (("L", left), ("R", right)):
        found += _next_to(side, there, here)
        found += _within(side, there)
    return found


def _kind(there: Sequence[Word]) -> str:
    return (there[0].concept or there[0].noun or there[0].text) if there else NOWHERE


def _next_to(side: str, there: Sequence[Word], here: str) -> list[str]:
    texts = [word.text for word in there[:3]] + [NOWHERE] * 3
    kinds = [word.concept or word.noun or word.text for word in there[:3]] + [NOWHERE] * 3
    found = [
        f"{side}1={texts[0]}", f"{side}2={texts[1]}", f"{side}3={texts[2]}",
        f"{side}12={texts[0]} {texts[1]}", f"{side}123={texts[0]} {texts[1]} {texts[2]}",
        f"{side}k1={kinds[0]}", f"{side}k2={kinds[1]}", f"{side}k12={kinds[0]} {kinds[1]}",
        f"{side}k123={kinds[0]} {kinds[1]} {kinds[2]}", f"{side}s{here}{kinds[0]}",
    ]  # fmt: skip
    for place, text in enumerate(texts[:2]):
        if len(text) > STEM:
            found += [f"{side}p{place}={text[:STEM]}", f"{side}e{place}={text[-TAIL:]}"]
    return found


def _within(side: str, there: Sequence[Word]) -> list[str]:
    """The words up to the end of the sentence, those of the same clause apart."""
    found, reach = [], f"{side}c"
    for distance, word in enumerate(there):
        if word.text in BREAKS:
            reach = f"{side}s"
        if word.text in ENDS:
            break
        found.append(f"{reach}={word.text}")
        if word.concept:
            found.append(f"{reach}k={word.concept}")
            found.append(f"{reach}{min(distance, AS_FAR)}k={word.concept}")
        if word.noun:
            found.append(f"{reach}n={word.noun}")
    return found


def _beside(text: str, numbers: Sequence[Spotted], shapes: Sequence[str]) -> list[list[str]]:
    """The numbers before and behind, and how they are joined."""
    gaps = [joined(text, one, other) for one, other in zip(numbers, numbers[1:], strict=False)]
    found = []
    for place in range(len(numbers)):
        before = [f"P={NOWHERE}"]
        if place:
            gap = gaps[place - 1]
            before = [f"P={gap}", f"P={gap}{shapes[place - 1]}{shapes[place]}"]
        behind = [f"F={NOWHERE}"]
        if place < len(gaps):
            behind = [f"F={gaps[place]}", f"F={gaps[place]}{shapes[place]}{shapes[place + 1]}"]
        found.append(before + behind)
    return found
