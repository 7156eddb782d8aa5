"""The loss that guessing gives, and whether a model does better."""

import math

import torch
from torch import Tensor

from probes.passes.losses import class_dimension
from probes.passes.named_loss import exchanged
from probes.passes.objective import Objective
from probes.passes.training import TrainingPass

LEARNT = 0.5  # of the loss of guessing
# Of the loss with the labels of other samples, whatever loss it is: (1 - r2) / (1 + r2) of squares,
# so this asks for about as much as half of guessing.
TOLD_APART = 0.3
BINARY = ("bce", "bce_with_logits")


def chance(objective: Objective, output: Tensor | None) -> float | None:
    """Ln C of a classifier, the spread of the targets of a regression by mean squares."""
    if objective.classifies and output is not None:
        several = output.dim() > 1 and objective.loss_kind not in BINARY
        classes = output.shape[class_dimension(output)] if several else 2
        return math.log(max(classes, 2))
    if objective.loss_kind == "mse" and objective.targets is not None:
        return float(objective.targets.double().var(dim=0, correction=0).mean())
    return None


def learnt(training_pass: TrainingPass) -> bool:
    objective, loss = training_pass.objective, training_pass.loss
    guessing = chance(objective, training_pass.prediction)
    if guessing is not None:
        return loss < LEARNT * guessing
    if len(objective.label_names) != 1 or objective.targets is None or objective.samples < 2:
        return False
    others = torch.arange(objective.samples).roll(objective.samples // 2)
    with torch.no_grad():
        exchanged_loss, _ = exchanged(objective, others).evaluate("train")
    return exchanged_loss is not None and loss < TOLD_APART * float(exchanged_loss)
