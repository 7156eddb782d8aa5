"""Adam at its usual rate instead of another optimizer."""

from dataclasses import replace

from probes.trials.setting import USUAL_RATE
from probes.trials.trial import Trial


def change(trial: Trial) -> Trial | None:
    if trial.setting.optimizer in ("adam", "adamw"):
        return None
    adam = replace(trial.setting, optimizer="adam", rate=USUAL_RATE["adam"], momentum=0.0)
    return replace(trial, setting=adam)
