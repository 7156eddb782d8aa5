"""Softmax or sigmoid twice: probabilities go into a loss that wants raw scores.

log_softmax before the cross-entropy is left alone: applied twice it changes nothing.
"""

import ast
from collections.abc import Iterator

from probes.source.keras import KerasModel, from_logits, models
from probes.source.outputs import kind
from probes.source.program import Program
from probes.source.training import losses

_WRONG = {"cross_entropy": "softmax", "bce_with_logits": "sigmoid"}


def find(program: Program) -> Iterator[tuple[ast.AST, str]]:
    for loss in losses(program):
        if loss.kind in _WRONG and (found := kind(program, loss.prediction)) is not None:
            if found == _WRONG[loss.kind]:
                yield loss.call, "present"
            elif found == "linear":
                yield loss.call, "absent"
    for model in models(program):
        yield from _keras(model)


def _keras(model: KerasModel) -> Iterator[tuple[ast.AST, str]]:
    flag = from_logits(model.loss)
    if flag and model.final_activation in ("softmax", "sigmoid"):
        yield model.loss, "present"
    elif flag and model.final_activation == "linear":
        yield model.loss, "absent"
