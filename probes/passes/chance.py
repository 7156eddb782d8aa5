"""The loss that guessing gives, and whether a model does better."""

import math

from torch import Tensor

from probes.passes.losses import class_dimension
from probes.passes.objective import Objective
from probes.passes.training import TrainingPass

LEARNT = 0.5  # of the loss of guessing


def chance(objective: Objective, output: Tensor | None) -> float | None:
    """Ln C of a classifier, the spread of the targets of a regression by mean squares."""
    if objective.classifies and output is not None:
        classes = output.shape[class_dimension(output)] if output.dim() > 1 else 1
        return math.log(max(classes, 2))
    if objective.loss_kind == "mse" and objective.targets is not None:
        return float(objective.targets.double().var(dim=0, correction=0).mean())
    return None


def learnt(training_pass: TrainingPass) -> bool:
    guessing = chance(training_pass.objective, training_pass.prediction)
    return guessing is not None and training_pass.loss < LEARNT * guessing
