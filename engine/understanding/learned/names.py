"""The names before a number, however far, and the first one behind it."""

from collections.abc import Sequence

from engine.understanding.learned.words import ENDS, MEASURES, NAMES, SETS, Word

FAR = 2  # numbers between, from where it does not matter how many
Met = tuple[str, int]  # a name, and how many numbers stand between
NOTHING: Met = ("", 0)


def named(around: Sequence[Word], at: int, shape: str) -> list[str]:
    before = _names(around[:at][::-1], ends=False)
    behind = _names(around[at + 1 :], ends=True)
    last = next(iter(before), NOTHING)
    second = next((name for name, _ in before if name != last[0]), "")
    a_set = next((met for met in before if met[0] in SETS), NOTHING)
    measure = next((met for met in before if met[0] in MEASURES), NOTHING)
    after = next(iter(behind), NOTHING)
    after_set = next((met for met in behind if met[0] in SETS), NOTHING)
    return [
        f"N={last}", f"N={last}{shape}", f"N2={last[0]} {second}", f"NS={a_set}", f"NM={measure}",
        f"NSM={a_set}{measure}", f"NSM={a_set[0]} {measure[0]}{shape}", f"NA={after}",
        f"NAS={after_set}{measure[0]}", f"NNA={last}{after}", f"NAs={after}{shape}",
    ]  # fmt: skip


def _names(around: Sequence[Word], ends: bool) -> list[Met]:
    """In the order they are met; `ends`: only in the same sentence, and near."""
    found: list[Met] = []
    numbers = 0
    for word in around:
        numbers += word.number >= 0
        if ends and (word.text in ENDS or numbers > FAR):
            break
        if word.concept in NAMES:
            found.append((word.concept, min(numbers, FAR)))
    return found
