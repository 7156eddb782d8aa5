"""After the first validation the model stays in eval mode for the rest of the training."""

import ast
from collections.abc import Iterator

from probes.source.names import dotted, last
from probes.source.program import Loop, Program, method, receiver
from probes.source.training import backwards, is_model_name, steps


def find(program: Program) -> Iterator[tuple[ast.AST, str]]:
    trains = [call for call in program.calls if _sets_train(call)]
    for loop in _epoch_loops(program):
        evals = [e for e in _reached(program, loop, "eval") if _is_of_the_model(program, e)]
        if not evals:
            continue
        if any(_is_inside(program, call, loop) for call in trains):
            yield evals[0], "absent"
        elif all(_only_before(program, call, loop) for call in trains):
            yield evals[0], "present"


def _sets_train(call: ast.Call) -> bool:
    if method(call) not in ("train", "set_train"):
        return False
    return not call.args or not (isinstance(call.args[0], ast.Constant) and not call.args[0].value)


def _epoch_loops(program: Program) -> list[Loop]:
    """Loops in which training goes on again after a validation."""
    outer = [loop for loop in program.loops if not program.loops_around(loop)]
    return [loop for loop in outer if _trains(program, loop)]


def _trains(program: Program, loop: Loop) -> bool:
    if backwards(program, loop) and steps(program, loop):
        return True
    return any(backwards(program, f) and steps(program, f) for f in _called(program, loop))


def _called(program: Program, loop: Loop) -> list[ast.AST]:
    """Functions of the script that a loop calls."""
    names = {last(dotted(call.func)) for call in program.within(loop, ast.Call)}
    return [function for function in program.functions if function.name in names]


def _reached(program: Program, loop: Loop, name: str) -> list[ast.Call]:
    found = program.calls_in(loop, name)
    for function in _called(program, loop):
        found += program.calls_in(function, name)
    return [call for call in found if not call.args]


def _is_of_the_model(program: Program, call: ast.Call) -> bool:
    return is_model_name(program, dotted(receiver(call)))


def _is_inside(program: Program, call: ast.Call, loop: Loop) -> bool:
    return loop in program.up(call) or program.scope(call) in _called(program, loop)


def _only_before(program: Program, call: ast.Call, loop: Loop) -> bool:
    return program.scope(call) is program.scope(loop) and call.lineno < loop.lineno
