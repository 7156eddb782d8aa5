"""lr = lr * decay ** epoch: the power is applied to a rate that is already decayed."""

import ast
from collections.abc import Iterator

from probes.source.program import Loop, Program

_COUNTERS = ("epoch", "step", "iter", "it", "i", "e", "t", "ep", "global_step", "n_iter")


def find(program: Program) -> Iterator[tuple[ast.AST, str]]:
    for node in program.nodes:
        if isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Mult):
            target, factor = node.target, node.value
        elif isinstance(node, ast.Assign) and len(node.targets) == 1:
            target, factor = node.targets[0], _other_factor(node)
        else:
            continue
        if (
            factor is not None
            and _is_rate(target)
            and _grows_with_time(factor)
            and _lasts(program, node, target)
        ):
            yield node, "present"


def _other_factor(node: ast.Assign) -> ast.expr | None:
    """The b of `a = a * b`."""
    value = node.value
    if not isinstance(value, ast.BinOp) or not isinstance(value.op, ast.Mult):
        return None
    same = ast.unparse(node.targets[0])
    if ast.unparse(value.left) == same:
        return value.right
    return value.left if ast.unparse(value.right) == same else None


def _is_rate(target: ast.expr) -> bool:
    text = ast.unparse(target).lower()
    return "lr" in text or "learning_rate" in text or text in ("rate", "eta", "alpha")


def _grows_with_time(factor: ast.expr) -> bool:
    """As in `decay ** (epoch // 30)` and `math.exp(-k * epoch)`."""
    for node in ast.walk(factor):
        exponent = None
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
            exponent = node.right
        elif isinstance(node, ast.Call) and ast.unparse(node.func).rsplit(".", 1)[-1] in (
            "exp",
            "pow",
        ):
            exponent = node.args[-1] if node.args else None
        if exponent is not None and _counts(exponent):
            return True
    return False


def _counts(exponent: ast.expr) -> bool:
    return any(
        isinstance(n, ast.Name | ast.Attribute) and ast.unparse(n).rsplit(".", 1)[-1] in _COUNTERS
        for n in ast.walk(exponent)
    )


def _lasts(program: Program, node: ast.stmt, target: ast.expr) -> bool:
    """The rate survives to the next time: in the optimizer, or in a loop of its own function."""
    if isinstance(target, ast.Subscript | ast.Attribute):
        return not _reset_nearby(program, node, target)
    loops = program.loops_around(node)
    return bool(loops) and not _set_again(loops[-1], node, target)


def _set_again(loop: Loop, node: ast.stmt, target: ast.expr) -> bool:
    """Inside the loop the rate also starts from its base again."""
    same = ast.unparse(target)
    return any(
        other is not node and any(ast.unparse(one) == same for one in other.targets)
        for other in ast.walk(loop)
        if isinstance(other, ast.Assign)
    )


def _reset_nearby(program: Program, node: ast.stmt, target: ast.expr) -> bool:
    """group["lr"] = base followed by group["lr"] *= decay ** epoch."""
    return any(
        node in block and _set_again(ast.Module(body=block, type_ignores=[]), node, target)
        for block in program.blocks(program.scope(node))
    )
