"""The weight decay given to the optimizer."""

from collections.abc import Iterator

from probes.source.program import Program
from probes.source.settings import Value, agreed, optimizer_number, trainer_number


def find(program: Program) -> Iterator[Value]:
    found = optimizer_number(program, None, "weight_decay")
    yield from agreed(found + trainer_number(program, "weight_decay"))
