"""What an expression's last operation is: softmax, sigmoid, a plain linear layer, an argmax ...

Follows variables, layers kept in attributes, `nn.Sequential`, and the model's own `forward`.
None wherever two ways lead to different answers.
"""

import ast
from collections.abc import Callable

from probes.source.names import dotted, last
from probes.source.program import Program, method, receiver

_DEEPEST = 12
_FUNCTIONS = {
    "softmax": "softmax",
    "log_softmax": "log_softmax",
    "logsigmoid": "log_sigmoid",
    "sigmoid": "sigmoid",
    "relu": "relu",
    "relu_": "relu",
    "tanh": "tanh",
    "argmax": "argmax",
    "round": "round",
    "detach": "detach",
    "detach_": "detach",
    "item": "item",
    "numpy": "numpy",
    "tolist": "numpy",
    "no_grad": "detach",
}
_LAYERS = {
    "Softmax": "softmax",
    "LogSoftmax": "log_softmax",
    "Sigmoid": "sigmoid",
    "ReLU": "relu",
    "Tanh": "tanh",
    "Linear": "linear",
    "LazyLinear": "linear",
    "Conv2d": "linear",
    "Identity": None,
}
# These change the shape or the place of a tensor, not what it is.
_PASSING = frozenset(
    ("to", "cuda", "cpu", "float", "double", "half", "view", "reshape", "squeeze", "unsqueeze")
    + ("flatten", "contiguous", "permute", "transpose", "clone", "train", "compile", "Variable")
    + ("DataParallel", "DistributedDataParallel")
)
_MODULES = frozenset(("nn", "torch", "torch.nn", "nn.parallel", "torch.nn.parallel"))


def kind(program: Program, node: ast.AST | None, depth: int = 0) -> str | None:
    """The kind of the operation that made a value."""
    return _once(program, "value", node, depth, _kind)


def _once(
    program: Program,
    question: str,
    node: ast.AST | None,
    depth: int,
    answer: Callable[[Program, ast.AST, int], str | None],
) -> str | None:
    """Each node is asked once; while it is being asked, and too deep, the answer is None."""
    if node is None or depth > _DEEPEST:
        return None
    key = (question, id(node))
    if key not in program.memo:
        program.memo[key] = None
        program.memo[key] = answer(program, node, depth)
    return program.memo[key]


def _kind(program: Program, node: ast.AST, depth: int) -> str | None:
    if isinstance(node, ast.Call):
        return _of_call(program, node, depth)
    if isinstance(node, ast.Attribute) and node.attr == "data":
        return "detach"
    if isinstance(node, ast.Name):
        return _of_variable(program, node, depth)
    if isinstance(node, ast.Subscript):
        return _of_entry(program, node)
    return None


def _of_variable(program: Program, name: ast.Name, depth: int) -> str | None:
    """The kind of a variable's last value before this use."""
    given = program.latest(name.id, name)
    if given is None or given.value is None:
        return None
    if given.place is None:
        return kind(program, given.value, depth + 1)
    return "argmax" if given.place == 1 and _is_max_along(program, given.value) else None


def _is_max_along(program: Program, node: ast.AST) -> bool:
    """torch.max(x, 1) and x.max(dim=1) return values and places."""
    if not isinstance(node, ast.Call) or (last(program.name(node)) or method(node)) != "max":
        return False
    own = program.name(node).startswith("torch.")
    return len(node.args) + len(node.keywords) > (1 if own else 0)


def _of_call(program: Program, call: ast.Call, depth: int) -> str | None:
    called = program.name(call)
    short = last(called) if called else method(call)
    if short in _PASSING:
        inner = receiver(call)
        from_module = called.startswith("torch.") and call.args
        return kind(program, call.args[0] if from_module or inner is None else inner, depth + 1)
    plain = not dotted(call.func).startswith("self.")
    if plain and short in _FUNCTIONS and (method(call) or called.startswith("torch")):
        return _FUNCTIONS[short]
    return of_callable(program, call.func, depth + 1)


def _of_entry(program: Program, node: ast.Subscript) -> str | None:
    """torch.max(x, 1)[1]"""
    second = isinstance(node.slice, ast.Constant) and node.slice.value == 1
    return "argmax" if second and _is_max_along(program, node.value) else None


def of_callable(program: Program, node: ast.AST | None, depth: int = 0) -> str | None:
    """The kind of what a layer or a model returns."""
    return _once(program, "callable", node, depth, _of_callable)


def _of_callable(program: Program, node: ast.AST, depth: int) -> str | None:
    if isinstance(node, ast.Call):
        return of_module(program, node, depth + 1)
    if isinstance(node, ast.Attribute) and node.attr == "forward":
        return of_callable(program, node.value, depth + 1)
    name, owner = dotted(node), program.class_of(node)
    if name == "self" and owner is not None:
        return of_class(program, owner, depth + 1)
    values = [value for value in program.bound(name, owner) if not _wraps(value, name)]
    kinds = {of_callable(program, value, depth + 1) for value in values}
    return kinds.pop() if len(kinds) == 1 else None


def _wraps(value: ast.AST | None, name: str) -> bool:
    """As in `model = nn.DataParallel(model)` and `model = model.to(device)`."""
    return isinstance(value, ast.Call) and any(
        dotted(part) == name for part in (receiver(value), *value.args) if part is not None
    )


def of_module(program: Program, made: ast.Call, depth: int = 0) -> str | None:
    """The kind of a module by the call that makes it."""
    short = last(program.name(made)) if program.name(made) else method(made)
    if short in _PASSING and depth <= _DEEPEST:
        inner = receiver(made) if method(made) and dotted(made.func.value) not in _MODULES else None
        inner = inner or (made.args[0] if made.args else None)
        return of_callable(program, inner, depth + 1)
    if short == "Sequential" and made.args and depth <= _DEEPEST:
        final = made.args[-1]
        return None if isinstance(final, ast.Starred) else of_callable(program, final, depth + 1)
    if program.name(made).startswith("torch.nn."):
        return _LAYERS.get(short)
    if short in program.classes:
        return of_class(program, program.classes[short], depth + 1)
    return None


def of_class(program: Program, owner: ast.ClassDef, depth: int = 0) -> str | None:
    """What every `return` of the model's forward has in common."""
    if depth > _DEEPEST:
        return None
    forwards = [f for f in owner.body if isinstance(f, ast.FunctionDef) and f.name == "forward"]
    if not forwards:
        return None
    returns = program.within(forwards[0], ast.Return)
    kinds = {kind(program, node.value, depth + 1) for node in returns}
    return kinds.pop() if len(kinds) == 1 else None
