"""How many epochs the script is set to train."""

import ast
from collections.abc import Iterator

from probes.source.constants import number
from probes.source.names import dotted, last
from probes.source.program import Program, keyword
from probes.source.settings import Value, agreed, fits, numbers, trainer_number
from probes.source.training import backwards


def find(program: Program) -> Iterator[Value]:
    found: list[Value] = []
    for loop in program.loops:
        count = _count(program, loop)
        trains = backwards(program, loop) or program.calls_in(loop, "train")
        if count is not None and (trains or "epoch" in dotted(loop.target).lower()):
            found.append((loop, count))
    found += numbers(program, fits(program), lambda call: keyword(call, "epochs"))
    yield from agreed(found + trainer_number(program, "num_train_epochs", "max_epochs"))


def _count(program: Program, loop: ast.AST) -> float | None:
    """The rounds of `range(10)`, `range(1, 11)` and `tqdm(range(10))`."""
    if not isinstance(loop, ast.For) or last(dotted(loop.target)).lower() not in ("epoch", "ep"):
        return None
    call = loop.iter
    while isinstance(call, ast.Call) and last(dotted(call.func)) in ("tqdm", "trange", "track"):
        call = call.args[0] if call.args else None
    if not isinstance(call, ast.Call) or dotted(call.func) != "range" or len(call.args) > 2:
        return None
    ends = [number(program, _plus(argument)) for argument in call.args]
    shift = sum(_adds_one(argument) for argument in call.args)
    if None in ends:
        return None
    return ends[0] + shift if len(ends) == 1 else ends[1] + shift - ends[0]


def _adds_one(node: ast.expr) -> bool:
    """range(1, epochs + 1)"""
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add)


def _plus(node: ast.expr) -> ast.expr:
    one = _adds_one(node) and isinstance(node.right, ast.Constant) and node.right.value == 1
    return node.left if one else node
