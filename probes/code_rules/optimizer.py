"""Which optimizer is used."""

from collections.abc import Iterator

from probes.source.program import Program
from probes.source.settings import Value, agreed, optimizer_choices
from probes.source.training import OPTIMIZERS

_CHOICES = {*OPTIMIZERS.values(), "sgd_momentum"}


def find(program: Program) -> Iterator[Value]:
    yield from agreed([(node, c) for node, c in optimizer_choices(program) if c in _CHOICES])
