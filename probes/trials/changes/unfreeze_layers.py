"""All parameters learn."""

from dataclasses import replace

from probes.trials.trial import Trial


def change(trial: Trial) -> Trial | None:
    program = trial.objective.program.copy()
    frozen = [p for p in program.parameters.values() if not p.requires_grad]
    for parameter in frozen:
        parameter.requires_grad_(parameter.is_floating_point())
    if not frozen:
        return None
    return replace(trial, objective=trial.objective.with_program(program))
