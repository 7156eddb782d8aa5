"""The batch once through the model, in evaluation mode."""

from probes.passes import evaluation
from probes.passes.objective import Objective


def evaluation_pass(objective: Objective) -> evaluation.EvaluationPass:
    return evaluation.run(objective)
