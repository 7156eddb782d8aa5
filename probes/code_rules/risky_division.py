"""A division by what becomes zero for constant or empty inputs: a deviation, a range, two sums."""

import ast
from collections.abc import Iterator

from probes.source.arithmetic import is_floored, reduces, resolved, training_functions
from probes.source.program import Program


def find(program: Program) -> Iterator[tuple[ast.AST, str]]:
    for function in training_functions(program):
        for node in ast.walk(function):
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
                value = resolved(program, node.right)
                if value is None or is_floored(node.right) or is_floored(value):
                    continue
                if reduces(value, "std", "var") or _is_range(value) or _are_sums(value, node.left):
                    yield node, "present"


def _is_range(node: ast.AST) -> bool:
    """x.max() - x.min()"""
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Sub):
        return False
    return reduces(node.left, "max", "amax") and reduces(node.right, "min", "amin")


def _are_sums(node: ast.AST, above: ast.AST) -> bool:
    """The overlap of two masks: (2 * (a * b).sum()) / (a.sum() + b.sum())"""
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Add):
        return False
    return reduces(node.left, "sum") and reduces(node.right, "sum") and not is_floored(above)
