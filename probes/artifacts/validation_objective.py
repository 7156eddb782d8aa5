"""The model's loss on the validation batch, evaluated as on the training batch."""

from dataclasses import replace

from probes.batch import Batch
from probes.passes.objective import Objective, make


def validation_objective(objective: Objective, validation_batch: Batch) -> Objective:
    made = make(objective.program, validation_batch, objective.loss_kind)
    if objective.loss_from == "graph":
        return made
    return replace(made, loss_kind=objective.loss_kind, loss_from=objective.loss_from)
