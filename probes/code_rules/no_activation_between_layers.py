"""Linear layers one after the other: together they are only one linear layer."""

import ast
from collections.abc import Iterator

from probes.source.names import dotted, last
from probes.source.program import Program, keyword

_LINEAR_TOO = ("Dropout", "Identity", "Flatten")


def find(program: Program) -> Iterator[tuple[ast.AST, str]]:
    for call in program.calls:
        if program.name(call) == "torch.nn.Sequential":
            layers = [a for a in call.args if not _passes(program, a)]
            for first, second in zip(layers, layers[1:], strict=False):
                if _is_linear(program, first) and _is_linear(program, second):
                    yield second, "present"
    for owner in program.classes.values():
        for function in owner.body:
            if isinstance(function, ast.FunctionDef) and function.name == "forward":
                yield from _chained(program, owner, function)


def _passes(program: Program, node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and last(program.name(node)).startswith(_LINEAR_TOO)


def _is_linear(program: Program, node: ast.AST | None) -> bool:
    """A Linear with a bias: without one it is likely a factorised layer, made so on purpose."""
    if not isinstance(node, ast.Call) or program.name(node) != "torch.nn.Linear":
        return False
    return keyword(node, "bias") is None


def _chained(
    program: Program, owner: ast.ClassDef, function: ast.FunctionDef
) -> Iterator[tuple[ast.AST, str]]:
    """As in `x = self.fc1(x); x = self.fc2(x)` and `self.fc2(self.fc1(x))`."""
    for call in program.within(function, ast.Call):
        if not _applies_linear(program, owner, call):
            continue
        inner = call.args[0]
        if isinstance(inner, ast.Name):
            given = program.latest(inner.id, inner)
            inner = given.value if given is not None and given.place is None else None
        if _applies_linear(program, owner, inner):
            yield call, "present"


def _applies_linear(program: Program, owner: ast.ClassDef, node: ast.AST | None) -> bool:
    if not isinstance(node, ast.Call) or len(node.args) != 1:
        return False
    name = dotted(node.func)
    made = program.bound(name, owner) if name.startswith("self.") else []
    return bool(made) and all(_is_linear(program, one) for one in made)
