"""What an exponential reads is kept below where it overflows."""

from dataclasses import replace

from probes.experiments.rewritten import before_operand
from probes.experiments.trial import Trial
from probes.passes.watch import EXPONENTIALS

MOST = 20.0


def change(trial: Trial) -> Trial | None:
    program = before_operand(trial.objective.program, EXPONENTIALS, "clamp_max.default", MOST)
    if program is None:
        return None
    return replace(trial, objective=trial.objective.with_program(program))
