"""Numbers that a script writes down: literals, named constants, and defaults of its arguments."""

import ast

from probes.source.names import dotted, last
from probes.source.program import Program, keyword, method

_DEEPEST = 4


def number(program: Program, node: ast.AST | None, depth: int = 0) -> float | None:
    """None where the value is not written in the script or not the same everywhere."""
    if node is None or depth > _DEEPEST:
        return None
    if isinstance(node, ast.Constant):
        plain = isinstance(node.value, int | float) and not isinstance(node.value, bool)
        return _finite(node.value) if plain else None
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = number(program, node.operand, depth + 1)
        return None if inner is None else -inner
    if isinstance(node, ast.BinOp):
        return _computed(program, node, depth)
    if isinstance(node, ast.Subscript):
        return _entry(program, node, depth)
    return _named(program, dotted(node), depth)


def _finite(value: float) -> float | None:
    try:
        return float(value)
    except OverflowError:
        return None


def _computed(program: Program, node: ast.BinOp, depth: int) -> float | None:
    left, right = (number(program, side, depth + 1) for side in (node.left, node.right))
    if left is None or right is None:
        return None
    if isinstance(node.op, ast.Mult):
        return left * right
    if isinstance(node.op, ast.Div) and right:
        return left / right
    # A power as in 10 ** -4 or 2 ** 14; bounded, since the script is a stranger's.
    if isinstance(node.op, ast.Pow) and 0 < left <= 1000 and abs(right) <= 32:
        return left**right
    return None


def _named(program: Program, name: str, depth: int) -> float | None:
    """A constant, a default of argparse or of a function, a field of a config class."""
    if not name:
        return None
    field = last(name)
    values = [number(program, value, depth + 1) for value in program.bound(name)]
    if not values and "." in name:
        values = [number(program, value, depth + 1) for value in program.bound(field)]
        values += [number(program, value, depth + 1) for value in _options(program, field)]
    if not values:
        values = [number(program, value, depth + 1) for value in _defaults(program, field)]
    known = set(values)
    return known.pop() if len(known) == 1 else None


def _options(program: Program, field: str) -> list[ast.expr]:
    found = []
    for call in program.calls:
        if method(call) == "add_argument" and field in _option_names(call):
            found += [default for default in (keyword(call, "default"),) if default is not None]
    return found


def _option_names(call: ast.Call) -> set[str]:
    flags = [a.value for a in call.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
    dest = keyword(call, "dest")
    names = {flag.lstrip("-").replace("-", "_") for flag in flags}
    return {dest.value} if isinstance(dest, ast.Constant) else names


def _defaults(program: Program, name: str) -> list[ast.expr]:
    """Defaults of functions; one called with another value is left to the caller."""
    found = []
    for function in program.functions:
        plain = function.args.posonlyargs + function.args.args
        pairs = zip(reversed(plain), reversed(function.args.defaults), strict=False)
        pairs = [*pairs, *zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True)]
        found += [default for parameter, default in pairs if parameter.arg == name and default]
    given = [keyword(call, name) for call in program.calls]
    return found + [value for value in given if value is not None and dotted(value) != name]


def _entry(program: Program, node: ast.Subscript, depth: int) -> float | None:
    """config["lr"] with config = {"lr": 0.1}."""
    if not isinstance(node.slice, ast.Constant):
        return None
    found = set()
    for value in program.bound(dotted(node.value)):
        if isinstance(value, ast.Dict):
            for key, entry in zip(value.keys, value.values, strict=True):
                if isinstance(key, ast.Constant) and key.value == node.slice.value:
                    found.add(number(program, entry, depth + 1))
    return found.pop() if len(found) == 1 else None
