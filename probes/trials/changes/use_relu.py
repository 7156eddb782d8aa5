"""ReLU in place of the sigmoids and tanhs between layers, on fresh weights."""

from dataclasses import replace

from probes.trials.rewritten import with_activation
from probes.trials.trial import Trial


def change(trial: Trial) -> Trial | None:
    program = with_activation(trial.objective.program, {"sigmoid", "tanh"}, "relu")
    if program is None:
        return None
    return replace(trial, objective=trial.objective.with_program(program), redrawn=None)
