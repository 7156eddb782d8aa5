"""The clauses of knowledge_base/numbers_told: their numbers, and which of them have a role."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engine.understanding.learned.spotted import ROLES, Spotted, spotted
from engine.understanding.plain import plain
from knowledge_base import KnowledgeBase

MARKED = re.compile(rf"\[({'|'.join(ROLES)}) ([^\[\]]+)\]")
NONE = ""  # the role of a version, a date, a former run's number


@dataclass(frozen=True)
class Told:
    text: str
    numbers: list[Spotted]
    roles: list[str]


def told(kb: KnowledgeBase) -> Iterator[Told]:
    for clauses in kb.numbers_told.values():
        for clause in clauses:
            one = read_marks(clause)
            if one.numbers:
                yield one


def read_marks(clause: str) -> Told:
    text, marks, last = "", [], 0
    for found in MARKED.finditer(clause):
        text += clause[last : found.start()]
        marks.append((len(text), len(text) + len(found[2]), found[1]))
        text, last = text + found[2], found.end()
    read = plain(text + clause[last:])
    numbers = list(spotted(read.text))
    roles = [NONE] * len(numbers)
    for place, one in enumerate(numbers):
        start, end = read.span(one.start, one.end)
        for first, after, role in marks:
            if first < end and start < after and one.value(role) is not None:
                roles[place] = role
    return Told(read.text, numbers, roles)
