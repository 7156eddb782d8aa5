"""The learning rate that the script starts with."""

from collections.abc import Iterator

from probes.source.program import Program
from probes.source.settings import Value, agreed, optimizer_number, trainer_number


def find(program: Program) -> Iterator[Value]:
    found = optimizer_number(program, None, "lr", "learning_rate")
    found = found or optimizer_number(program, 1, "lr", "learning_rate")
    yield from agreed(found + trainer_number(program, "learning_rate"))
