"""Momentum 0.9 where it is above."""

from dataclasses import replace

from probes.trials.trial import Trial

USUAL = 0.9


def change(trial: Trial) -> Trial | None:
    setting = trial.setting
    if setting.optimizer == "sgd" and setting.momentum > USUAL:
        return replace(trial, setting=replace(setting, momentum=USUAL))
    if setting.optimizer in ("adam", "adamw") and setting.betas[0] > USUAL:
        return replace(trial, setting=replace(setting, betas=(USUAL, setting.betas[1])))
    return None
