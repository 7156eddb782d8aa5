"""The loss is computed from chosen classes or rounded values, through which no gradient flows."""

import ast
from collections.abc import Iterator

from probes.source.outputs import kind
from probes.source.program import Program
from probes.source.training import losses


def find(program: Program) -> Iterator[tuple[ast.AST, str]]:
    for loss in losses(program):
        if kind(program, loss.prediction) in ("argmax", "round"):
            yield loss.call, "present"
