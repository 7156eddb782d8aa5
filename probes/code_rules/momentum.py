"""The momentum given to the optimizer."""

from collections.abc import Iterator

from probes.source.program import Program
from probes.source.settings import Value, agreed, optimizer_number


def find(program: Program) -> Iterator[Value]:
    yield from agreed(optimizer_number(program, None, "momentum"))
