"""Ten times the learning rate."""

from dataclasses import replace

from probes.trials.trial import Trial

FACTOR = 10.0


def change(trial: Trial) -> Trial:
    return replace(trial, setting=replace(trial.setting, rate=trial.setting.rate * FACTOR))
