"""A tenth of the learning rate."""

from dataclasses import replace

from probes.trials.trial import Trial

FACTOR = 0.1


def change(trial: Trial) -> Trial:
    return replace(trial, setting=replace(trial.setting, rate=trial.setting.rate * FACTOR))
