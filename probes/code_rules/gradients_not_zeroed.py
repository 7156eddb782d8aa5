"""Gradients pile up: backward and step run in a loop, and nothing empties the gradients."""

import ast
from collections.abc import Iterator

from probes.source.names import dotted
from probes.source.program import Loop, Program, receiver
from probes.source.training import backwards, steps, zeroings


def find(program: Program) -> Iterator[tuple[ast.AST, str]]:
    anywhere = zeroings(program)
    for step in steps(program):
        around = program.loops_around(step)
        if not around:
            if not anywhere and _is_called_in_a_loop(program, step):
                yield step, "present"
            continue
        loop = around[0]
        if not backwards(program, loop) or _optimizer_is_fresh(program, loop, step):
            continue
        inside = zeroings(program, loop)
        if inside:
            wiped = _wiped_between(program, loop, step, inside)
            yield (wiped or step), ("present" if wiped else "absent")
        elif not anywhere or all(_before_in_scope(program, one, loop) for one in anywhere):
            yield step, "present"


def _is_called_in_a_loop(program: Program, step: ast.Call) -> bool:
    """A function with backward and step, and a loop in the script that calls it."""
    function = program.scope(step)
    if not isinstance(function, ast.FunctionDef) or not backwards(program, function):
        return False
    called = [c for c in program.calls if dotted(c.func).rsplit(".", 1)[-1] == function.name]
    return any(program.loops_around(call) for call in called)


def _optimizer_is_fresh(program: Program, loop: Loop, step: ast.Call) -> bool:
    """An optimizer and a model made anew in every round hold no old gradients."""
    name = dotted(receiver(step))
    return any(
        any(node is binding.node for node in ast.walk(loop))
        for binding in program.bindings.get(name, [])
    )


def _before_in_scope(program: Program, zeroing: ast.AST, loop: Loop) -> bool:
    """Once before the loop, in the same function: it does not help inside."""
    same = program.scope(zeroing) is program.scope(loop)
    return same and zeroing.lineno < loop.lineno


def _wiped_between(
    program: Program, loop: Loop, step: ast.Call, inside: list[ast.AST]
) -> ast.AST | None:
    """A zero_grad between the only backward and the step throws the gradients away."""
    calls = backwards(program, loop)
    if len(calls) != 1 or len(inside) != 1 or len(steps(program, loop)) != 1:
        return None
    block = next((b for b in program.blocks(loop) if _holds(b, step)), [])
    wiped = inside[0]
    if not (_holds(block, calls[0]) and _holds(block, wiped)):
        return None
    return wiped if calls[0].lineno < wiped.lineno < step.lineno else None


def _holds(block: list[ast.stmt], node: ast.AST) -> bool:
    return any(isinstance(one, ast.Expr) and one.value is node for one in block)
