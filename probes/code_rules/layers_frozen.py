"""Parameters that are told not to learn."""

import ast
from collections.abc import Iterator

from probes.source.names import dotted
from probes.source.program import Program, method, receiver

# Frozen in every correct script: networks that judge or guide, and fixed position codes.
_GUIDES = ("teacher", "ema", "target", "ref", "discriminator", "vgg", "lpips", "clip", "critic")
_GUIDES += (
    "old_policy",
    "momentum",
    "pos_emb",
    "sincos",
    "key_encoder",
    "encoder_k",
    "net_d",
    "netd",
)


def find(program: Program) -> Iterator[tuple[ast.AST, str]]:
    found = [node for node in program.nodes if _freezes(program, node)]
    if found and not _thaws(program):
        first = min(found, key=lambda node: node.lineno)
        yield first, "present"


def _freezes(program: Program, node: ast.AST) -> bool:
    if isinstance(node, ast.Assign) and _is(node.value, False):
        return any(_switches(program, target) for target in node.targets)
    if method(node) == "requires_grad_" and node.args and _is(node.args[0], False):
        return _belongs_to_the_model(program, node, receiver(node))
    return False


def _switches(program: Program, target: ast.expr) -> bool:
    """p.requires_grad of a loop over parameters; layer.trainable of Keras."""
    if not isinstance(target, ast.Attribute):
        return False
    if target.attr == "trainable":
        return not any(word in ast.unparse(target).lower() for word in _GUIDES)
    return target.attr == "requires_grad" and _belongs_to_the_model(program, target, target.value)


def _belongs_to_the_model(program: Program, node: ast.AST, owner: ast.expr | None) -> bool:
    if dotted(owner).endswith(".grad"):  # how optimizers empty gradients
        return False
    for loop in program.loops_around(node):
        if isinstance(loop, ast.For) and "parameters" in ast.unparse(loop.iter):
            return not _guides(loop.iter)
    name = dotted(owner)
    module = any(part in name for part in ("model", "net", "backbone", "encoder", "layer", "embed"))
    return module and not _guides(owner)


def _guides(node: ast.AST) -> bool:
    return any(word in ast.unparse(node).lower() for word in _GUIDES)


def _thaws(program: Program) -> bool:
    """Somewhere the same switch is turned on again."""
    for node in program.nodes:
        on = isinstance(node, ast.Assign) and not _is(node.value, False)
        if on and any(dotted(t).endswith((".requires_grad", ".trainable")) for t in node.targets):
            return True
        if method(node) == "requires_grad_" and not (node.args and _is(node.args[0], False)):
            return True
    return False


def _is(node: ast.AST, value: bool) -> bool:
    return isinstance(node, ast.Constant) and node.value is value
