"""A larger term in Adam's denominator."""

from dataclasses import replace

from probes.trials.trial import Trial

LARGER = 1e-4


def change(trial: Trial) -> Trial | None:
    setting = trial.setting
    if setting.optimizer not in ("adam", "adamw", "rmsprop") or setting.epsilon >= LARGER:
        return None
    return replace(trial, setting=replace(setting, epsilon=LARGER))
