"""A small number added to every denominator."""

from dataclasses import replace

from probes.passes.watch import DIVISIONS
from probes.trials.rewritten import before_operand
from probes.trials.trial import Trial

EPS = 1e-8


def change(trial: Trial) -> Trial | None:
    program = before_operand(trial.objective.program, DIVISIONS, "add.Scalar", EPS)
    if program is None:
        return None
    return replace(trial, objective=trial.objective.with_program(program))
