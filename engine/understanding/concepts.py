"""How a finding is told: what a sentence is about, and what happens to it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engine.understanding.concepts_code import CODE
from engine.understanding.concepts_curves import CURVES, G, W
from engine.understanding.concepts_data import DATA
from engine.understanding.concepts_inside import INSIDE
from engine.understanding.scores import far_apart


@dataclass(frozen=True)
class Rule:
    finding: str
    pattern: re.Pattern[str]
    own_denial: bool
    absent: bool = False  # the words say that it is not so


@dataclass(frozen=True)
class Told:
    finding: str
    start: int
    end: int
    own_denial: bool
    absent: bool = False


def _rules() -> tuple[Rule, ...]:
    rules = []
    for table in (CURVES, INSIDE, DATA, CODE):
        for finding, patterns in table.items():
            for pattern in patterns:
                plain = pattern.lstrip("!-").replace("{G}", G).replace("{W}", W)
                rules.append(
                    Rule(
                        finding,
                        re.compile(plain),
                        pattern.startswith(("!", "-")),
                        pattern.startswith("-"),
                    )
                )
    return tuple(rules)


RULES = _rules()


def told(sentence: str) -> Iterator[Told]:
    """Every finding whose words occur in a marked sentence, denied or not."""
    for rule in RULES:
        found = rule.pattern.search(sentence)
        if found and found.end() > found.start():
            yield Told(rule.finding, *found.span(), rule.own_denial, rule.absent)
    for start, end in far_apart(sentence):
        yield Told("validation_loss_far_above_training_loss", start, end, own_denial=True)
