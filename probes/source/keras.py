"""Keras models as a script builds them: the activation of the last layer and the compiled loss."""

import ast
from dataclasses import dataclass

from probes.source.names import dotted, last
from probes.source.program import Program, argument, keyword, method, receiver

_LOSSES = ("crossentropy", "CategoricalCrossentropy", "BinaryCrossentropy")
_ACTIVATION_LAYERS = {"Softmax": "softmax", "ReLU": "relu", "LeakyReLU": "other", "PReLU": "other"}
# Layers after which the activation of the one before still is the model's.
_TRANSPARENT = frozenset(("Reshape", "Flatten", "Dropout", "Input", "InputLayer"))


@dataclass(frozen=True)
class KerasModel:
    """`final_activation` is None where the last layer is not certain; linear where it has none."""

    final_activation: str | None
    loss: ast.expr | None
    optimizer: ast.expr | None


def models(program: Program) -> list[KerasModel]:
    """Scripts with one compiled model only: with more of them nothing is certain."""
    compiled = [call for call in program.calls_in(program.tree, "compile") if keyword(call, "loss")]
    if len(compiled) != 1 or not any(
        "keras" in name or "tensorflow" in name for name in _names(program)
    ):
        return []
    call = compiled[0]
    loss = keyword(call, "loss")
    if name := dotted(loss):
        values = [value for value in program.bound(name) if value is not None]
        loss = values[0] if len(values) == 1 else loss
    final = _final_activation(program, dotted(receiver(call)))
    return [KerasModel(final, loss, argument(call, 0, "optimizer"))]


def _names(program: Program) -> set[str]:
    return {program.name(call).split(".")[0] for call in program.calls} | {
        full.split(".")[0] for full in program.imports.values()
    }


def from_logits(loss: ast.expr | None) -> bool:
    if not isinstance(loss, ast.Call):
        return False
    flag = keyword(loss, "from_logits")
    return isinstance(flag, ast.Constant) and flag.value is True


def expects_probabilities(loss: ast.expr) -> bool:
    """'sparse_categorical_crossentropy', or the class without from_logits."""
    if isinstance(loss, ast.Constant):
        return isinstance(loss.value, str) and loss.value.endswith("crossentropy")
    if not isinstance(loss, ast.Call) or not last(dotted(loss.func)).endswith("Crossentropy"):
        return False
    return not loss.args and keyword(loss, "from_logits") is None


def _final_activation(program: Program, model: str) -> str | None:
    layers = _sequential(program, model)
    if layers is None:
        layers = _functional(program, model)
    while layers and last(program.name(layers[-1])) in _TRANSPARENT:
        layers = layers[:-1]
    return _activation_of(program, layers[-1]) if layers else None


def _sequential(program: Program, model: str) -> list[ast.expr] | None:
    made = [v for v in program.bound(model) if v is not None]
    if len(made) != 1 or not isinstance(made[0], ast.Call):
        return None
    if last(program.name(made[0])) != "Sequential":
        return None
    first = argument(made[0], 0, "layers")
    layers = list(first.elts) if isinstance(first, ast.List | ast.Tuple) else []
    if first is not None and not layers:
        return []
    added = [c for c in program.calls_in(program.tree, "add") if dotted(receiver(c)) == model]
    return layers + [call.args[0] for call in added if call.args]


def _functional(program: Program, model: str) -> list[ast.expr]:
    """As in `outputs = Dense(10)(x)` and `Model(inputs, outputs)`."""
    made = [v for v in program.bound(model) if isinstance(v, ast.Call)]
    if len(made) != 1 or last(program.name(made[0])) != "Model":
        return []
    output = argument(made[0], 1, "outputs")
    if name := dotted(output):
        given = [v for v in program.bound(name) if v is not None]
        output = given[-1] if given else None
    if isinstance(output, ast.Call) and isinstance(output.func, ast.Call):
        return [output.func]
    return []


def _activation_of(program: Program, layer: ast.expr) -> str | None:
    """Only layers whose activation we know how to read."""
    if not isinstance(layer, ast.Call):
        return None
    short = last(program.name(layer) or method(layer))
    if short in _ACTIVATION_LAYERS:
        return _ACTIVATION_LAYERS[short]
    if short == "Activation":
        return _named(argument(layer, 0, "activation"))
    if short == "Dense":
        given = argument(layer, 1, "activation")
        return "linear" if given is None else _named(given)
    return None


def _named(node: ast.expr | None) -> str | None:
    if isinstance(node, ast.Constant):
        return "linear" if node.value is None else str(node.value)
    return last(dotted(node)) or None
