"""Probabilities go into a loss that expects logits.

What it measures
    Whether the outputs are rows of probabilities (or lie all in 0..1 behind a sigmoid) while the
    loss is a cross-entropy or BCE-with-logits; by the graph where it holds the loss, and by values.

Why it matters
    The loss applies softmax a second time: it cannot fall below a floor, and gradients are weak.

Limits
    Where nobody says which loss is used, it is not judged. log_softmax before a cross-entropy
    changes nothing and is no fault.

Source
    Floor of the loss with C classes: ln(e + C - 1) - 1.
"""

import math
from dataclasses import dataclass

from probes.graph.layers import kind
from probes.passes import losses, structure
from probes.passes.training import TrainingPass
from probes.verdict import Verdict, either, unknown

SOFTMAXES = {"softmax", "_softmax", "_safe_softmax"}
SIGMOIDS = {"sigmoid", "hardsigmoid"}
BINARY_FLOOR = 0.5 * (math.log1p(math.exp(-1)) + math.log(2))


@dataclass(frozen=True)
class Measured:
    row_sum: float
    floor: float
    classes: int
    loss: str
    loss_from: str
    activation: str
    where: str
    probabilities: bool


def measure(training_pass: TrainingPass) -> Measured:
    objective, output = training_pass.objective, training_pass.prediction
    ending = structure.output_nodes(objective.program.graph)
    node = ending[0] if ending else None
    activation = kind(node) if node is not None else ""
    classes = output.shape[losses.class_dimension(output)] if output.dim() > 1 else 1
    if objective.loss_kind == "bce_with_logits":
        probable = activation in SIGMOIDS
        row_sum, floor = float(output.float().mean()), BINARY_FLOOR
    else:
        probable = activation in SOFTMAXES or losses.probabilities(output)
        row_sum = float(output.float().sum(losses.class_dimension(output)).mean())
        floor = math.log(math.e + classes - 1) - 1
    place = structure.where(node) if node is not None and probable else ""
    return Measured(
        row_sum, floor, classes, objective.loss_kind or "", objective.loss_from, activation, place,
        probable,
    )  # fmt: skip


def judge(measured: Measured) -> Verdict:
    if measured.loss not in ("cross_entropy", "bce_with_logits"):
        return either(False) if measured.loss else unknown("loss_not_known")
    if measured.probabilities and measured.loss_from == "inferred":
        return unknown("loss_not_known")
    return either(measured.probabilities)
