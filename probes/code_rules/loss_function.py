"""Which loss function is used."""

import ast
from collections.abc import Iterator

from probes.source.keras import from_logits, models
from probes.source.names import last
from probes.source.program import Program
from probes.source.settings import Value, agreed
from probes.source.training import loss_made, losses

_KERAS = {
    **dict.fromkeys(("categorical_crossentropy", "CategoricalCrossentropy"), "cross_entropy"),
    **dict.fromkeys(
        ("sparse_categorical_crossentropy", "SparseCategoricalCrossentropy"), "cross_entropy"
    ),
    "binary_crossentropy": "bce",
    **dict.fromkeys(("mse", "mean_squared_error", "MeanSquaredError"), "mse"),
    **dict.fromkeys(("mae", "mean_absolute_error", "MeanAbsoluteError"), "l1"),
    **dict.fromkeys(("huber", "Huber"), "huber"),
    **dict.fromkeys(("hinge", "Hinge"), "hinge"),
    **dict.fromkeys(("kl_divergence", "KLDivergence"), "kl"),
}


def find(program: Program) -> Iterator[Value]:
    found: list[Value] = [(loss.call, loss.kind) for loss in losses(program)]
    if not found:
        made = [(call, loss_made(program, call)) for call in program.calls]
        found = [(call, kind) for call, kind in made if kind is not None]
    compiled = [model.loss for model in models(program) if model.loss is not None]
    found += [(node, kind) for node in compiled if (kind := _keras(program, node)) is not None]
    yield from agreed(found)


def _keras(program: Program, node: ast.expr) -> str | None:
    name = _name(program, node)
    if name == "BinaryCrossentropy":
        return "bce_with_logits" if from_logits(node) else "bce"
    return _KERAS.get(name)


def _name(program: Program, node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    return last(program.name(node))
