"""Reads the labelled messages of one part; README.md tells what the labels mean."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from knowledge_base.labels import read_labels

HERE = Path(__file__).parent


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


def _message(text: str, words: str, language: str, topic: str) -> Message:
    labels = read_labels(words)
    return Message(
        text, language, topic,
        demanded={one.finding: (one.state, one.value) for one in labels.told if one.demanded},
        accepted=[(one.finding, one.state, one.value) for one in labels.told],
        asked=labels.asked, outcome=labels.outcome, kind=labels.kind,
    )  # fmt: skip
