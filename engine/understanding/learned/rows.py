"""Numbers in rows: which name of a header stands above one, and whether more rows follow."""

from collections.abc import Sequence

from engine.understanding.learned.words import HEADS, MEASURES, NAMES, SETS, Word

MOST = 2  # from here it does not matter how many


def columns(around: Sequence[Word]) -> list[str]:
    """Of each number the name at its place in the row before: "train / dev: 0.9 / 0.7"."""
    found: list[str] = []
    row: list[str] = []
    place, a_line = 0, False
    for names in _names(around):
        if names is None:  # a line ends
            place = 0
            continue
        if len(names) > 1:
            row, place, a_line = names, 0, names[0] == "\n"
        elif names and not a_line:
            row = []  # each number has a name of its own
        at = place + a_line
        found.append(row[at] if at < len(row) else "")
        place += 1
    return found


def _names(around: Sequence[Word]) -> list[list[str] | None]:
    """The names since the last number, for each number; "\\n" first where a line ended behind them."""
    found: list[list[str] | None] = []
    names: list[str] = []
    for word in around:
        if word.number >= 0:
            found.append(names)
            names = []
        elif word.text == "\n":
            names = ["\n", *names] if len(names) > 1 and names[0] != "\n" else names
            names = names if names[:1] == ["\n"] else []
            found.append(None)
        elif word.concept in MEASURES and names and names[-1] in SETS:
            names[-1] += word.concept  # "train loss"
        elif word.concept in HEADS and names[:1] != ["\n"]:
            names.append(word.concept)
    return found


def later(around: Sequence[Word]) -> list[list[str]]:
    """Whether a number of the same name, or a line of the same form, comes later."""
    told, lines = _told(around)
    found = []
    for place, (name, a_set, line) in enumerate(told):
        again = sum((n, s) == (name, a_set) for n, s, _ in told[place + 1 :])
        again = min(again, MOST)
        alike = f"{lines[line] in lines[line + 1 :]} {lines[line] in lines[:line]}"
        found.append([f"A={again}", f"A={again}{name}", f"LN={alike}", f"LN={alike}{name}"])
    return found


def _told(around: Sequence[Word]) -> tuple[list[tuple[str, str, int]], list[str]]:
    """The last name, the last set and the line of each number; the form of each line."""
    told: list[tuple[str, str, int]] = []
    name = a_set = ""
    lines = [""]
    for word in around:
        if word.number >= 0:
            told.append((name, a_set, len(lines) - 1))
            lines[-1] += "#"
        elif word.text == "\n":
            lines.append("")
        else:
            lines[-1] += word.concept
            a_set = word.concept if word.concept in SETS else a_set
            name = word.concept if word.concept in NAMES else name
    return told, lines
