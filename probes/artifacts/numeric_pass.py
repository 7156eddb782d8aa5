"""The training pass, repeated with fresh weights where the model's own are NaN."""

from probes.passes.numeric import NumericPass, look
from probes.passes.training import TrainingPass


def numeric_pass(training_pass: TrainingPass) -> NumericPass:
    return look(training_pass)
