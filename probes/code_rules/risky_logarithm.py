"""The logarithm of a probability that can be exactly zero."""

import ast
from collections.abc import Iterator

from probes.source.arithmetic import is_floored, torch_call, training_functions
from probes.source.outputs import kind
from probes.source.program import Program

_PROBABILITIES = (
    "prob",
    "probs",
    "p",
    "pred",
    "preds",
    "y_pred",
    "y_hat",
    "yhat",
    "output",
    "outputs",
)


def find(program: Program) -> Iterator[tuple[ast.AST, str]]:
    for function in training_functions(program):
        own = {parameter.arg for parameter in function.args.args}
        named = own & set(_PROBABILITIES) if "loss" in function.name.lower() else set()
        touched = _changed(program, function, named)
        for node in ast.walk(function):
            inner = torch_call(program, node, "log")
            if inner is None or is_floored(inner):
                continue
            if _is_probability(program, inner) or _variable(inner) in named - touched:
                yield node, "present"


def _is_probability(program: Program, node: ast.expr) -> bool:
    return kind(program, _without_one(node)) in ("softmax", "sigmoid")


def _without_one(node: ast.expr) -> ast.expr:
    """The p of `1 - p`."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub):
        return node.right
    return node


def _variable(node: ast.expr) -> str:
    node = _without_one(node)
    while isinstance(node, ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _changed(program: Program, function: ast.AST, names: set[str]) -> set[str]:
    """Parameters given a new value first: most likely clamped, or turned into probabilities."""
    return {
        name
        for name in names
        for binding in program.bindings.get(name, [])
        if program.scope(binding.node) is function
    }
