"""What an exponential reads is kept below where it overflows."""

from dataclasses import replace

from probes.passes.watch import EXPONENTIALS
from probes.trials.rewritten import before_operand
from probes.trials.trial import Trial

MOST = 20.0


def change(trial: Trial) -> Trial | None:
    program = before_operand(trial.objective.program, EXPONENTIALS, "clamp_max.default", MOST)
    if program is None:
        return None
    return replace(trial, objective=trial.objective.with_program(program))
