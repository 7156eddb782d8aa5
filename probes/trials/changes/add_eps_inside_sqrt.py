"""A small number added under every square root."""

from dataclasses import replace

from probes.passes.watch import POWERS, ROOTS
from probes.trials.rewritten import before_operand
from probes.trials.trial import Trial

EPS = 1e-8


def change(trial: Trial) -> Trial | None:
    program = before_operand(trial.objective.program, ROOTS | POWERS, "add.Scalar", EPS)
    if program is None:
        return None
    return replace(trial, objective=trial.objective.with_program(program))
