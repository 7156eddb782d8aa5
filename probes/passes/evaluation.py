"""One forward pass in evaluation mode: the loss and predictions that the model stands for."""

from dataclasses import dataclass

import torch
from torch import Tensor

from probes.passes.objective import Objective


@dataclass(frozen=True, eq=False)
class EvaluationPass:
    """`loss` is None where none is known."""

    objective: Objective
    loss: float | None
    prediction: Tensor | None

    @property
    def samples(self) -> int:
        return self.objective.samples


def run(objective: Objective) -> EvaluationPass:
    """Of the objective as it was made; what it was inferred from is not computed again."""
    seen = objective.inferred_from
    with torch.no_grad():
        if seen is None:
            loss, prediction = objective.evaluate("eval")
        else:
            loss, prediction = objective.loss_of(seen), seen
    return EvaluationPass(objective, float(loss) if loss is not None else None, prediction)
