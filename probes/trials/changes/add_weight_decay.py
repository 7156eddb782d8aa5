"""A usual weight decay where there is none; judged on the validation batch."""

from dataclasses import replace

from probes.trials.trial import Trial

ON_VALIDATION = True
USUAL = {"adamw": 1e-2}
OTHERWISE = 1e-4


def change(trial: Trial) -> Trial | None:
    if trial.setting.weight_decay:
        return None
    decay = USUAL.get(trial.setting.optimizer, OTHERWISE)
    return replace(trial, setting=replace(trial.setting, weight_decay=decay))
