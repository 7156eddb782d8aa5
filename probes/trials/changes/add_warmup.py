"""The rate rises over the first steps."""

from dataclasses import replace

from probes.trials.trial import Trial

STEPS = 50


def change(trial: Trial) -> Trial | None:
    if trial.setting.warmup:
        return None
    return replace(trial, setting=replace(trial.setting, warmup=STEPS))
