"""Training and validation loss where both are known, finite only."""

import numpy as np

from probes.history import History, Pair
from probes.refusal import Refusal
from probes.shelf import Missing


def both_losses(history: History) -> Pair:
    """x, training, validation; no value below zero."""
    for role, name in (("train_loss", "training_loss"), ("validation_loss", "validation_loss")):
        if not history.has(role):
            raise Missing(name)
    pair = history.together("train_loss", "validation_loss")
    finite = np.isfinite(pair.first) & np.isfinite(pair.second)
    pair = Pair(*(part[finite] for part in pair))
    if pair.x.size and min(pair.first.min(), pair.second.min()) < 0:
        raise Refusal("loss_below_zero")
    return pair
