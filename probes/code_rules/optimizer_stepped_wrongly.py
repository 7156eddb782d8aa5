"""The step comes when there is nothing to step along: before backward, after zero_grad."""

import ast
from collections.abc import Iterator

from probes.source.program import Program
from probes.source.training import backwards, flat, steps, zeroings


def find(program: Program) -> Iterator[tuple[ast.AST, str]]:
    marks = _marks(program)
    for loop in program.loops:
        order = [(node, marks[id(part)]) for node, part in _plain(loop) if id(part) in marks]
        kinds = [kind for _, kind in order]
        if kinds.count("step") != 1 or kinds.count("backward") != 1:
            continue
        step, backward = kinds.index("step"), kinds.index("backward")
        if step > backward:
            yield order[step][0], "absent"
        elif "zero" in kinds[:step] or "zero" in kinds[backward:]:
            yield order[step][0], "present"


def _marks(program: Program) -> dict[int, str]:
    found = {id(node): "zero" for node in zeroings(program)}
    found |= {id(node): "backward" for node in backwards(program)}
    return found | {id(node): "step" for node in steps(program)}


def _plain(loop: ast.AST) -> Iterator[tuple[ast.stmt, ast.AST]]:
    """The statements of a loop's own body that are a call and nothing else."""
    for statement in flat(loop.body):
        if isinstance(statement, ast.Expr):
            yield statement, statement.value
