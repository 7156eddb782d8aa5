"""Arithmetic written in a fix's file, over the numbers of a case; nothing else can be written.

>>> evaluate("min(rate / 5, probe.best)", {"rate": 0.1, "probe.best": 0.5})
0.02
"""

import ast
import operator
from collections.abc import Callable, Mapping
from math import ceil, exp, floor, isfinite, log, sqrt

BINARY: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul,
    ast.Div: operator.truediv, ast.Pow: operator.pow,
}  # fmt: skip
COMPARE: dict[type[ast.cmpop], Callable[[float, float], bool]] = {
    ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt,
    ast.GtE: operator.ge, ast.Eq: operator.eq, ast.NotEq: operator.ne,
}  # fmt: skip
FUNCTIONS: dict[str, Callable[..., float]] = {
    "min": min, "max": max, "sqrt": sqrt, "log": log, "exp": exp, "round": round, "abs": abs,
    "floor": floor, "ceil": ceil,
}  # fmt: skip


class NotArithmetic(ValueError):
    """The expression uses what is not allowed, or a name that has no number."""


class NoResult(ArithmeticError):
    """Division by zero, a root of a negative number, or too large."""


def evaluate(expression: str, numbers: Mapping[str, float]) -> float:
    """Raises NotArithmetic or NoResult. Truth of a comparison is 1.0 or 0.0."""
    try:
        result = float(_value(ast.parse(expression, mode="eval").body, numbers))
    except SyntaxError as error:
        raise NotArithmetic(expression) from error
    except (ArithmeticError, ValueError, TypeError) as error:
        if isinstance(error, NotArithmetic):
            raise
        raise NoResult(expression) from error
    if not isfinite(result):
        raise NoResult(expression)
    return result


def names_in(expression: str) -> frozenset[str]:
    """The findings and probe numbers that it needs."""
    tree = ast.parse(expression, mode="eval")
    dotted = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    return frozenset(
        _name(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Name | ast.Attribute) and id(node) not in dotted | called
    )


def _value(node: ast.expr, numbers: Mapping[str, float]) -> float:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return float(node.value)
    if isinstance(node, ast.Name | ast.Attribute) and _name(node) in numbers:
        return float(numbers[_name(node)])
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
        value = _value(node.operand, numbers)
        return -value if isinstance(node.op, ast.USub) else value
    if isinstance(node, ast.BinOp) and type(node.op) in BINARY:
        return BINARY[type(node.op)](_value(node.left, numbers), _value(node.right, numbers))
    return _compound(node, numbers)


def _compound(node: ast.expr, numbers: Mapping[str, float]) -> float:
    if isinstance(node, ast.Compare):
        sides = [_value(side, numbers) for side in (node.left, *node.comparators)]
        steps = zip(node.ops, sides, sides[1:], strict=False)
        if all(type(op) in COMPARE for op in node.ops):
            return float(all(COMPARE[type(op)](a, b) for op, a, b in steps))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords:
        function = FUNCTIONS.get(node.func.id)
        if function is not None:
            values = [_value(argument, numbers) for argument in node.args]
            digits = [int(v) for v in values[1:]] if node.func.id == "round" else values[1:]
            return float(function(*values[:1], *digits))
    raise NotArithmetic(ast.unparse(node))


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{_name(node.value)}.{node.attr}"
    raise NotArithmetic(ast.unparse(node))
