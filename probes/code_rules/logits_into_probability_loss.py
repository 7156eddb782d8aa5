"""Raw scores go into a loss that wants probabilities, or their logarithms."""

import ast
from collections.abc import Iterator

from probes.source.keras import expects_probabilities, models
from probes.source.outputs import kind
from probes.source.program import Program
from probes.source.training import losses

_WANTED = {"nll": "log_softmax", "bce": "sigmoid"}


def find(program: Program) -> Iterator[tuple[ast.AST, str]]:
    for loss in losses(program):
        if loss.kind not in _WANTED:
            continue
        found = kind(program, loss.prediction)
        if found == _WANTED[loss.kind]:
            yield loss.call, "absent"
        elif found == "linear" or (loss.kind == "nll" and found == "softmax"):
            yield loss.call, "present"
    yield from _keras(program)


def _keras(program: Program) -> Iterator[tuple[ast.AST, str]]:
    for model in models(program):
        if model.loss is None or not expects_probabilities(model.loss):
            continue
        if model.final_activation == "linear":
            yield model.loss, "present"
        elif model.final_activation in ("softmax", "sigmoid"):
            yield model.loss, "absent"
