"""The loss of the training batch beside that of the validation batch, with how sure it is."""

from dataclasses import dataclass
from math import inf, sqrt
from statistics import mean, stdev

import torch

from probes.passes.chance import chance
from probes.passes.evaluation import EvaluationPass
from probes.passes.objective import Objective

PARTS = 8


@dataclass(frozen=True)
class LossGap:
    """Both in evaluation mode; `error` is the standard error of their difference, from the losses
    of the parts of each batch, infinite where these are too small; `guessing` is None where it is
    not known."""

    training: float
    validation: float
    error: float
    guessing: float | None
    samples: int


def loss_gap(evaluation_pass: EvaluationPass, validation_objective: Objective) -> LossGap:
    """`samples` are those of the smaller batch."""
    objective = evaluation_pass.objective
    samples = min(objective.samples, validation_objective.samples)
    guessing = chance(objective, evaluation_pass.prediction)
    if samples < 2 * PARTS:
        return LossGap(evaluation_pass.loss, evaluation_pass.loss, inf, guessing, samples)
    training, validation = _by_part(objective), _by_part(validation_objective)
    error = sqrt(stdev(training) ** 2 / PARTS + stdev(validation) ** 2 / PARTS)
    return LossGap(mean(training), mean(validation), error, guessing, samples)


def _by_part(objective: Objective) -> list[float]:
    """Of equally large parts; what is left over is left out."""
    size = max(objective.samples // PARTS, 1)
    found = []
    for at in range(PARTS):
        with torch.no_grad():
            loss, _ = objective.part(slice(at * size, (at + 1) * size)).evaluate("eval")
        found.append(float(loss))
    return found
