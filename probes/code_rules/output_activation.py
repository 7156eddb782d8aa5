"""What comes after the model's last layer, as far as the loss call tells which model is meant."""

import ast
from collections.abc import Iterator

from probes.source.keras import models
from probes.source.outputs import kind
from probes.source.program import Program
from probes.source.training import losses

_CHOICES = {
    "linear": "none",
    **{name: name for name in ("softmax", "log_softmax", "sigmoid", "relu", "tanh")},
}


def find(program: Program) -> Iterator[tuple[ast.AST, str]]:
    found = [
        (loss.call, kind(program, loss.prediction))
        for loss in losses(program)
        if loss.kind not in ("kl", "ctc")
    ]
    found += [(model.loss, model.final_activation) for model in models(program) if model.loss]
    known = [(node, _CHOICES[told]) for node, told in found if told in _CHOICES]
    if len({told for _, told in known}) == 1:
        yield known[0]
