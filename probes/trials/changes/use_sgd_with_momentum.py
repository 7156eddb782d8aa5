"""SGD with momentum 0.9 at its usual rate instead of another optimizer."""

from dataclasses import replace

from probes.trials.setting import USUAL_RATE
from probes.trials.trial import Trial

MOMENTUM = 0.9


def change(trial: Trial) -> Trial | None:
    setting = trial.setting
    if setting.optimizer == "sgd" and setting.momentum >= MOMENTUM:
        return None
    sgd = replace(setting, optimizer="sgd", rate=USUAL_RATE["sgd"], momentum=MOMENTUM)
    return replace(trial, setting=sgd)
