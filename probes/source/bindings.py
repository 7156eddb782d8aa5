"""Which names a statement gives a value to, and which value."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from probes.source.names import dotted


@dataclass(frozen=True)
class Binding:
    """`value` is None where it cannot be followed; `place` is the index into a returned tuple."""

    line: int
    node: ast.AST
    value: ast.expr | None
    place: int | None = None


def bindings_of(node: ast.AST) -> Iterator[tuple[str, Binding]]:
    if isinstance(node, ast.Assign):
        for target in node.targets:
            yield from _given(target, node.value, node)
    elif isinstance(node, ast.AnnAssign | ast.NamedExpr) and node.value is not None:
        yield from _given(node.target, node.value, node)
    elif isinstance(node, ast.AugAssign | ast.For | ast.AsyncFor):
        yield from _hidden(node.target, node)
    elif isinstance(node, ast.With | ast.AsyncWith):
        for target in (item.optional_vars for item in node.items if item.optional_vars):
            yield from _hidden(target, node)


def _given(target: ast.expr, value: ast.expr, node: ast.AST) -> Iterator[tuple[str, Binding]]:
    if not isinstance(target, ast.Tuple | ast.List):
        if name := dotted(target):
            yield name, Binding(node.lineno, node, value)
        return
    parts = value.elts if isinstance(value, ast.Tuple | ast.List) else []
    for place, part in enumerate(target.elts):
        if len(parts) == len(target.elts):
            yield from _given(part, parts[place], node)
        elif name := dotted(part):
            yield name, Binding(node.lineno, node, value, place)


def _hidden(target: ast.expr, node: ast.AST) -> Iterator[tuple[str, Binding]]:
    for part in ast.walk(target):
        if isinstance(part, ast.Name | ast.Attribute) and (name := dotted(part)):
            yield name, Binding(node.lineno, node, None)
