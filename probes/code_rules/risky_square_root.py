"""A square root whose argument may be zero: the value is fine there, the gradient is infinite."""

import ast
from collections.abc import Iterator

from probes.source.arithmetic import is_floored, reduces, resolved, torch_call, training_functions
from probes.source.program import Program
from probes.source.training import loss_kind

# Sums of squares, which are zero when all is equal or all is right.
_REACH_ZERO = ("sum", "mean", "pow", "square", "var", "mse_loss")


def find(program: Program) -> Iterator[tuple[ast.AST, str]]:
    for function in training_functions(program):
        for node in ast.walk(function):
            inner = torch_call(program, node, "sqrt") or _half_power(node)
            value = resolved(program, inner)
            if value is None or is_floored(inner) or is_floored(value):
                continue
            if _reaches_zero(program, value):
                yield node, "present"


def _half_power(node: ast.AST) -> ast.expr | None:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
        half = isinstance(node.right, ast.Constant) and node.right.value == 0.5
        return node.left if half else None
    return None


def _reaches_zero(program: Program, node: ast.AST) -> bool:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _is_square(node.left) and _is_square(node.right)
    if isinstance(node, ast.Call) and loss_kind(program, node) == "mse":
        return True
    if reduces(node, "sum", "mean"):
        return any(_is_square(below) for below in ast.walk(node))
    return reduces(node, *_REACH_ZERO) or _is_square(node)


def _is_square(node: ast.AST) -> bool:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
        return isinstance(node.right, ast.Constant) and node.right.value == 2
    if reduces(node, "pow"):
        return any(isinstance(a, ast.Constant) and a.value == 2 for a in node.args)
    return reduces(node, "square")
