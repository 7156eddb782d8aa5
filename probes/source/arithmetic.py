"""Where a script computes on the training path, and whether a value there is kept off zero."""

import ast
from collections.abc import Iterator

from probes.source.names import last
from probes.source.program import Function, Program, method, receiver

_FLOORS = ("clamp", "clip", "clamp_min", "clamp_", "maximum", "softplus", "exp", "relu6")
_WITHOUT_GRADIENT = ("no_grad", "inference_mode")


def training_functions(program: Program) -> Iterator[Function]:
    """The forward of a module, and functions named after a loss; metrics are left out."""
    for function in program.functions:
        if any(
            word in ast.unparse(d) for d in function.decorator_list for word in _WITHOUT_GRADIENT
        ):
            continue
        name = function.name.lower()
        in_class = program.class_of(function) is not None
        if (name == "forward" and in_class) or "loss" in name or name == "criterion":
            yield function


def torch_call(program: Program, node: ast.AST, name: str) -> ast.expr | None:
    """The argument of torch.name(x) or x.name(); None for math.name and np.name."""
    if not isinstance(node, ast.Call) or method(node) != name:
        return None
    called = program.name(node)
    if called == f"torch.{name}":
        return node.args[0] if node.args else None
    if called.startswith(("math.", "numpy.", "tensorflow.", "keras.")):
        return None
    return receiver(node) if not node.args else None


def is_floored(node: ast.AST | None) -> bool:
    """X + eps, x.clamp(min=...), torch.maximum(x, ...)."""
    for below in ast.walk(node) if node is not None else ():
        if (
            isinstance(below, ast.Constant)
            and isinstance(below.value, float)
            and below.value < 0.01
        ):
            return True
        if isinstance(below, ast.Name | ast.Attribute):
            own = below.attr if isinstance(below, ast.Attribute) else below.id
            if "eps" in own.lower() or "smooth" in own.lower() or own in _FLOORS:
                return True
    return False


def resolved(program: Program, node: ast.AST | None) -> ast.AST | None:
    """A variable's last value, else the expression itself."""
    if isinstance(node, ast.Name):
        given = program.latest(node.id, node)
        return given.value if given is not None and given.place is None else None
    return node


def reduces(node: ast.AST | None, *names: str) -> bool:
    """As in `x.sum(...)` and `torch.sum(x)`."""
    return isinstance(node, ast.Call) and (method(node) or last(ast.unparse(node.func))) in names
