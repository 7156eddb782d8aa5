"""A parsed script and the questions that rules ask of it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from probes.source.bindings import Binding, bindings_of
from probes.source.names import full_name, imports_of

Function = ast.FunctionDef | ast.AsyncFunctionDef
Loop = ast.For | ast.While | ast.AsyncFor
_BLOCKS = ("body", "orelse", "finalbody")


@dataclass(frozen=True)
class Program:
    tree: ast.Module
    text: str

    @cached_property
    def imports(self) -> dict[str, str]:
        return imports_of(self.tree)

    @cached_property
    def nodes(self) -> list[ast.AST]:
        return list(ast.walk(self.tree))

    @cached_property
    def parents(self) -> dict[ast.AST, ast.AST]:
        return {child: node for node in self.nodes for child in ast.iter_child_nodes(node)}

    @cached_property
    def calls(self) -> list[ast.Call]:
        """In the order of their lines."""
        found = [node for node in self.nodes if isinstance(node, ast.Call)]
        return sorted(found, key=lambda call: (call.lineno, call.col_offset))

    @cached_property
    def loops(self) -> list[Loop]:
        return [node for node in self.nodes if isinstance(node, Loop)]

    @cached_property
    def functions(self) -> list[Function]:
        return [node for node in self.nodes if isinstance(node, Function)]

    @cached_property
    def classes(self) -> dict[str, ast.ClassDef]:
        return {node.name: node for node in self.nodes if isinstance(node, ast.ClassDef)}

    @cached_property
    def bindings(self) -> dict[str, list[Binding]]:
        """Target as text (`self.fc`, `x`) -> what it is given, in the order of the lines."""
        found: dict[str, list[Binding]] = {}
        for node in self.nodes:
            for target, binding in bindings_of(node):
                found.setdefault(target, []).append(binding)
        return {name: sorted(some, key=lambda one: one.line) for name, some in found.items()}

    def name(self, node: ast.AST | None) -> str:
        """The full name of what an expression refers to, or of what a call calls."""
        if isinstance(node, ast.Call):
            node = node.func
        return full_name(node, self.imports)

    def code(self, node: ast.AST) -> str:
        """The line at which a node begins."""
        lines = self.text.splitlines()
        return lines[node.lineno - 1].strip()[:200] if node.lineno <= len(lines) else ""

    def up(self, node: ast.AST) -> Iterator[ast.AST]:
        while node in self.parents:
            node = self.parents[node]
            yield node

    def scope(self, node: ast.AST) -> ast.AST:
        """The function that a node belongs to, or the module."""
        return next((n for n in self.up(node) if isinstance(n, Function)), self.tree)

    def class_of(self, node: ast.AST) -> ast.ClassDef | None:
        return next((n for n in self.up(node) if isinstance(n, ast.ClassDef)), None)

    def loops_around(self, node: ast.AST) -> list[Loop]:
        """Innermost first, within the node's own function."""
        found = []
        for above in self.up(node):
            if isinstance(above, Function | ast.Lambda):
                break
            if isinstance(above, Loop):
                found.append(above)
        return found

    def calls_in(self, node: ast.AST, attribute: str) -> list[ast.Call]:
        """Calls of `anything.attribute(...)` inside a node, in the order of their lines."""
        return [c for c in self.within(node, ast.Call) if method(c) == attribute]

    def within(self, node: ast.AST, kind: type) -> list:
        found = [n for n in ast.walk(node) if isinstance(n, kind)]
        return sorted(found, key=lambda n: (n.lineno, n.col_offset))

    def latest(self, name: str, before: ast.AST) -> Binding | None:
        """What a name was last given in the same function on an earlier line."""
        scope = self.scope(before)
        given = [
            binding
            for binding in self.bindings.get(name, [])
            if binding.line < before.lineno and self.scope(binding.node) is scope
        ]
        if not given:
            return None
        sure = self._surely_run(given[-1].node, before)
        return given[-1] if sure else Binding(given[-1].line, given[-1].node, None)

    def _surely_run(self, node: ast.AST, before: ast.AST) -> bool:
        """A statement in a branch or a loop counts only for what stands in the same one."""
        around = {id(above) for above in self.up(before)}
        inside, child = True, node
        for above in self.up(node):
            if id(above) in around and not isinstance(above, ast.If):
                return inside
            if isinstance(above, ast.If):
                branch = above.body if child in above.body else above.orelse
                inside = inside and any(id(one) in around or one is before for one in branch)
            elif isinstance(above, Loop | ast.Try) and id(above) not in around:
                inside = False
            child = above
        return inside

    @cached_property
    def memo(self) -> dict[tuple[str, int], str | None]:
        """Answers of probes/source/outputs.py: a hostile script must not make it ask for ever."""
        return {}

    def bound(self, name: str, owner: ast.ClassDef | None = None) -> list[ast.expr | None]:
        """Everything a name is ever given; `self.x` only within its own class.

        None stands for what cannot be followed: loop variables, parts of a returned tuple.
        """
        given = self.bindings.get(name, [])
        if name.startswith("self.") and owner is not None:
            given = [binding for binding in given if self.class_of(binding.node) is owner]
        return [binding.value if binding.place is None else None for binding in given]

    def blocks(self, node: ast.AST) -> Iterator[list[ast.stmt]]:
        """Statement lists inside a node, those of inner functions left out."""
        for below in ast.walk(node):
            for block in _BLOCKS:
                statements = getattr(below, block, None)
                if isinstance(statements, list) and statements:
                    yield statements


def method(call: ast.AST) -> str:
    """`step` for `optimizer.step()`; "" for plain calls."""
    if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
        return call.func.attr
    return ""


def receiver(call: ast.Call) -> ast.expr | None:
    return call.func.value if isinstance(call.func, ast.Attribute) else None


def keyword(call: ast.Call, *names: str) -> ast.expr | None:
    return next((word.value for word in call.keywords if word.arg in names), None)


def argument(call: ast.Call, place: int, *names: str) -> ast.expr | None:
    """A parameter by keyword or by place."""
    if (found := keyword(call, *names)) is not None:
        return found
    plain = call.args[: place + 1]
    if len(plain) <= place or any(isinstance(a, ast.Starred) for a in plain):
        return None
    return plain[place]


def passes_unknown(call: ast.Call) -> bool:
    """`*args` or `**kwargs` may hold anything."""
    starred = any(isinstance(a, ast.Starred) for a in call.args)
    return starred or any(word.arg is None for word in call.keywords)


def mentions(text: str, *words: str) -> bool:
    return any(word in text for word in words)
