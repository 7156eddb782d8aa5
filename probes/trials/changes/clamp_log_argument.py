"""What a logarithm reads is kept away from zero."""

from dataclasses import replace

from probes.passes.watch import LOGARITHMS
from probes.trials.rewritten import before_operand
from probes.trials.trial import Trial

LEAST = 1e-12


def change(trial: Trial) -> Trial | None:
    program = before_operand(trial.objective.program, LOGARITHMS, "clamp_min.default", LEAST)
    if program is None:
        return None
    return replace(trial, objective=trial.objective.with_program(program))
