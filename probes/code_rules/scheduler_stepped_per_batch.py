"""A schedule that counts epochs is stepped at every batch, so it ends within the first epochs."""

import ast
from collections.abc import Iterator

from probes.source.constants import number
from probes.source.names import dotted, last
from probes.source.program import Program, argument, receiver
from probes.source.training import flat, steps

# Above these the numbers are meant in batches, and stepping at every batch is right.
LONGEST_IN_EPOCHS = 200
FASTEST_PER_BATCH = 0.99  # decay per step; 0.99 per batch is 1/20 after 300 batches
_LENGTHS = {"StepLR": "step_size", "CosineAnnealingLR": "T_max"}


def find(program: Program) -> Iterator[tuple[ast.AST, str]]:
    for loop in program.loops:
        if not _is_batch_loop(program, loop):
            continue
        for statement in flat(loop.body):
            call = statement.value if isinstance(statement, ast.Expr) else None
            if isinstance(call, ast.Call) and _counts_epochs(program, call):
                yield call, "present"
    for loop in program.loops:
        for statement in flat(loop.body):
            call = statement.value if isinstance(statement, ast.Expr) else None
            has_inner = any(isinstance(n, ast.For) for n in ast.walk(loop) if n is not loop)
            if has_inner and isinstance(call, ast.Call) and _counts_epochs(program, call):
                yield call, "absent"


def _is_batch_loop(program: Program, loop: ast.AST) -> bool:
    """A loop over a loader that steps the optimizer, inside the loop over the epochs."""
    if not isinstance(loop, ast.For) or not program.loops_around(loop):
        return False
    inner = any(isinstance(n, ast.For | ast.While) for n in ast.walk(loop) if n is not loop)
    over_data = any(
        word in ast.unparse(loop.iter).lower()
        for word in ("loader", "train", "data", "batches", "dl")
    )
    return bool(steps(program, loop)) and over_data and not inner


def _counts_epochs(program: Program, call: ast.Call) -> bool:
    if not (isinstance(call.func, ast.Attribute) and call.func.attr == "step"):
        return False
    made = [v for v in program.bound(dotted(receiver(call))) if isinstance(v, ast.Call)]
    return len(made) == 1 and _is_in_epochs(program, made[0])


def _is_in_epochs(program: Program, made: ast.Call) -> bool:
    short = last(program.name(made))
    if short in _LENGTHS:
        length = number(program, argument(made, 1, _LENGTHS[short]))
        return length is not None and length <= LONGEST_IN_EPOCHS
    if short == "ExponentialLR":
        gamma = number(program, argument(made, 1, "gamma"))
        return gamma is not None and gamma <= FASTEST_PER_BATCH
    if short == "MultiStepLR":
        marks = argument(made, 1, "milestones")
        marks = marks.elts if isinstance(marks, ast.List | ast.Tuple) else []
        ends = [number(program, mark) for mark in marks]
        return bool(ends) and all(end is not None and end <= LONGEST_IN_EPOCHS for end in ends)
    return False
