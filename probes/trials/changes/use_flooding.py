"""The training loss is kept at a small level instead of zero; judged on the validation batch."""

from dataclasses import replace

from probes.trials.trial import Trial

ON_VALIDATION = True
LEVEL = 0.05


def change(trial: Trial) -> Trial | None:
    return replace(trial, flood=LEVEL) if trial.objective.classifies else None
