"""Leaky ReLU in place of every ReLU."""

from dataclasses import replace

from probes.trials.rewritten import with_activation
from probes.trials.trial import Trial


def change(trial: Trial) -> Trial | None:
    program = with_activation(trial.objective.program, {"relu"}, "leaky_relu")
    if program is None:
        return None
    return replace(trial, objective=trial.objective.with_program(program))
