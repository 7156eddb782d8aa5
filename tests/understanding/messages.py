"""Reads the labelled messages of one part; README.md tells what the labels mean."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

HERE = Path(__file__).parent
LABEL = re.compile(r"(~)?(-|@)?(\w+)(?:=(.+))?")


@dataclass
class Message:
    text: str
    language: str
    topic: str
    demanded: dict = field(default_factory=dict)  # finding -> (state, value)
    accepted: list = field(default_factory=list)  # (finding, state, value)
    asked: tuple = ()
    outcome: str | None = None
    kind: str = "problem"  # or "out", "near"


def messages(part: str) -> Iterator[Message]:
    for path in sorted((HERE / part).glob("*.yaml")):
        for language, rows in yaml.safe_load(path.read_text("utf-8")).items():
            for text, labels in rows:
                yield _message(text, labels, language, path.stem)


def _message(text: str, labels: str, language: str, topic: str) -> Message:
    message = Message(text, language, topic)
    for label in labels.split():
        if label.startswith("!"):
            message.kind = label[1:]
        elif label.startswith(">"):
            message.outcome = label[1:]
        else:
            optional, sign, finding, value = LABEL.fullmatch(label).groups()
            if sign == "@":
                message.asked = (finding,)
                continue
            state = "absent" if sign else "unknown" if value == "?" else "present"
            item = (state, None if value in (None, "?") else _value(value))
            if not optional:
                message.demanded[finding] = item
            message.accepted.append((finding, *item))
    return message


def _value(text: str):
    try:
        return float(text)
    except ValueError:
        return text
