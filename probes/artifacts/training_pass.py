"""The batch once through the model and back, in training mode."""

from probes.passes import training
from probes.passes.objective import Objective


def training_pass(objective: Objective) -> training.TrainingPass:
    return training.run(objective)
