"""How far the model's loss on the validation batch lies above that on the training batch."""

from probes.passes import gap
from probes.passes.evaluation import EvaluationPass
from probes.passes.objective import Objective
from probes.shelf import Missing


def loss_gap(evaluation_pass: EvaluationPass, validation_objective: Objective) -> gap.LossGap:
    if evaluation_pass.loss is None:
        raise Missing("loss")
    return gap.loss_gap(evaluation_pass, validation_objective)
