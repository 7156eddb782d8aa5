"""Every feature (of images: every channel) with mean 0 and standard deviation 1."""

from dataclasses import replace

import torch
from torch import Tensor

from probes.trials.trial import Trial

SMALLEST_SPREAD = 1e-6


def change(trial: Trial) -> Trial | None:
    objective = trial.objective
    inputs = {
        name: _standardised(value) if name in objective.data_names else value
        for name, value in objective.inputs.items()
    }
    if all(inputs[name] is objective.inputs[name] for name in inputs):
        return None
    return replace(trial, objective=replace(objective, inputs=inputs))


def _standardised(value: object) -> object:
    if not isinstance(value, Tensor) or not value.is_floating_point() or value.dim() < 2:
        return value
    others = [0, *range(2, value.dim())]
    spread, mean = torch.std_mean(value, others, correction=0, keepdim=True)
    return torch.where(spread > SMALLEST_SPREAD, (value - mean) / spread, value - mean)
