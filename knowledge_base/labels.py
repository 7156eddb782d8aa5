"""The labels of a message, words that say what it tells: see tests/understanding/README.md."""

import re
from dataclasses import dataclass

from knowledge_base.model import State

Value = float | str | None
LABEL = re.compile(r"(~)?(-|@)?(\w+)(?:=(.+))?")


@dataclass(frozen=True)
class Label:
    finding: str
    state: State
    value: Value
    demanded: bool  # or only acceptable


@dataclass(frozen=True)
class Labels:
    told: tuple[Label, ...] = ()
    asked: tuple[str, ...] = ()
    outcome: str | None = None
    kind: str = "problem"  # or "out", "near"


def read_labels(words: str) -> Labels:
    """Raises ValueError for what is no label."""
    told, outcome, kind = [], None, "problem"
    asked: tuple[str, ...] = ()
    for word in words.split():
        if word[0] == "!":
            kind = word[1:]
        elif word[0] == ">":
            outcome = word[1:]
        elif word[0] == "@":
            asked = (word[1:],)
        else:
            told.append(_label(word))
    return Labels(tuple(told), asked, outcome, kind)


def _label(word: str) -> Label:
    read = LABEL.fullmatch(word)
    if read is None:
        raise ValueError(f"{word} is no label")
    optional, sign, finding, value = read.groups()
    state: State = "absent" if sign else "unknown" if value == "?" else "present"
    return Label(finding, state, None if value in (None, "?") else _value(value), not optional)


def _value(text: str) -> Value:
    try:
        return float(text)
    except ValueError:
        return text
