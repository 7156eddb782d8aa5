"""The path from the loss to the parameters is cut before backward."""

import ast
from collections.abc import Iterator

from probes.source.names import dotted, last
from probes.source.outputs import kind
from probes.source.program import Program, argument, receiver
from probes.source.training import Loss, backwards, is_target_name, losses

_CUTS = ("detach", "item", "numpy")
_REMAKES = ("tensor", "as_tensor", "from_numpy", "FloatTensor", "Variable")


def find(program: Program) -> Iterator[tuple[ast.AST, str]]:
    known = {id(loss.call): loss for loss in losses(program)}
    for backward in backwards(program):
        value = receiver(backward)
        if value is None or not isinstance(value, ast.Name):
            continue
        if (mark := _switched_on(program, value)) is not None:
            yield mark, "present"
            continue
        given = program.latest(value.id, value)
        made = given.value if given is not None and given.place is None else None
        loss = known.get(id(made))
        if _is_cut(program, made):
            yield given.node, "present"
        elif loss is not None and _prediction_is_cut(program, loss):
            yield loss.call, "present"


def _prediction_is_cut(program: Program, loss: Loss) -> bool:
    """Only where the other side is a target: else the cut is on purpose."""
    if not is_target_name(loss.target):
        return False
    return _is_cut(program, loss.prediction) or _made_without_grad(program, loss.prediction)


def _is_cut(program: Program, node: ast.AST | None) -> bool:
    if node is None:
        return False
    if isinstance(node, ast.Call) and last(dotted(node.func)) in (*_REMAKES, "float"):
        return _wraps_a_loss(program, node)
    if isinstance(node, ast.Name):
        given = program.latest(node.id, node)
        if given is None or given.value is None or given.place is not None:
            return False
        node = given.value
    return kind(program, node) in _CUTS


def _wraps_a_loss(program: Program, call: ast.Call) -> bool:
    """torch.tensor(loss, requires_grad=True): a new leaf without a history."""
    inner = argument(call, 0, "data")
    names_a_loss = "loss" in dotted(inner).lower() or kind(program, inner) in _CUTS
    return names_a_loss or any(loss.call is inner for loss in losses(program))


def _switched_on(program: Program, loss: ast.Name) -> ast.AST | None:
    """loss.requires_grad = True is only ever needed when the loss is cut off."""
    scope = program.scope(loss)
    for call in program.calls_in(scope, "requires_grad_"):
        if dotted(receiver(call)) == loss.id:
            return call
    for binding in program.bindings.get(f"{loss.id}.requires_grad", []):
        if program.scope(binding.node) is scope:
            return binding.node
    return None


def _made_without_grad(program: Program, prediction: ast.AST | None) -> bool:
    """The model ran under no_grad, the loss is computed outside of it."""
    if not isinstance(prediction, ast.Name):
        return False
    given = program.latest(prediction.id, prediction)
    return given is not None and _under_no_grad(program, given.node, prediction)


def _under_no_grad(program: Program, node: ast.AST, use: ast.AST) -> bool:
    outside = set(map(id, program.up(use)))
    return any(
        isinstance(above, ast.With)
        and id(above) not in outside
        and any(
            last(dotted(_called(item))) in ("no_grad", "inference_mode") for item in above.items
        )
        for above in program.up(node)
    )


def _called(item: ast.withitem) -> ast.AST:
    expression = item.context_expr
    return expression.func if isinstance(expression, ast.Call) else expression
