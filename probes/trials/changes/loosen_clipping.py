"""No clipping."""

from dataclasses import replace

from probes.trials.trial import Trial


def change(trial: Trial) -> Trial | None:
    if trial.setting.clip is None:
        return None
    return replace(trial, setting=replace(trial.setting, clip=None))
