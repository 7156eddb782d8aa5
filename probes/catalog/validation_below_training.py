"""Validation looks better than training.

What it measures
    The share of evaluations at which the validation loss lies below the training loss.
Why it matters
    Usually harmless - dropout, augmentation, a running mean - but leakage looks the same.
Limits
    The first epochs are so for every running mean: most of the run must be.
Source
    Below 0.95 of the training loss in 70 % of the evaluations: research of ours.
"""

from dataclasses import dataclass

import numpy as np

from probes.history import Pair
from probes.refusal import Refusal
from probes.verdict import Verdict, either

ENOUGH = 5
BELOW, MOST = 0.95, 0.7


@dataclass(frozen=True)
class Below:
    share: float
    training: float
    validation: float
    points: int


def measure(both_losses: Pair) -> Below:
    _, training, validation = both_losses
    if training.size < ENOUGH:
        raise Refusal("too_few_points", points=int(training.size), needed=ENOUGH)
    share = float(np.mean(validation < BELOW * training))
    return Below(share, float(training[-1]), float(validation[-1]), int(training.size))


def judge(below: Below) -> Verdict:
    return either(below.share >= MOST)
