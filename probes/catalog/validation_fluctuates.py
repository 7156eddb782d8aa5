"""Validation swings between epochs.

What it measures
    The spread of the validation loss around its smoothed curve, as a share of its level; the same
    for the training loss at the same places.
Why it matters
    A small validation set, BatchNorm statistics that lag, or a rate that still throws the model
    about.
Limits
    Swings of a loss that is nearly gone do not count.
Source
    Our choice: 12 % of the level and three times the training loss; set on 300 drawn curves.
"""

from dataclasses import dataclass

import numpy as np

from probes.history import Pair
from probes.refusal import Refusal
from probes.robust import last, running_median, smoothed, spread
from probes.verdict import Verdict, either

ENOUGH = 10
LARGE, TIMES = 0.12, 3.0
OF_START = 0.03
LONG = 2000  # points; the median around each of more would take longer than all other probes


@dataclass(frozen=True)
class Swings:
    noise: float
    training_noise: float
    against_start: float


def measure(both_losses: Pair) -> Swings:
    _, training, validation = both_losses
    if validation.size < ENOUGH:
        raise Refusal("too_few_points", points=int(validation.size), needed=ENOUGH)
    swing = _spread(validation)
    start = max(float(training[0]), float(np.median(validation[:3])), 1e-30)
    return Swings(swing / _level(validation), _spread(training) / _level(training), swing / start)


def _spread(values: np.ndarray) -> float:
    reach = max(1, values.size // 20)
    calm = smoothed if values.size <= LONG else running_median
    rest = values - calm(values, reach)
    return spread(last(rest, 2 / 3))


def _level(values: np.ndarray) -> float:
    return max(float(np.median(last(values, 2 / 3))), 1e-30)


def judge(swings: Swings) -> Verdict:
    large = swings.noise > LARGE and swings.against_start > OF_START
    return either(large and swings.noise > TIMES * swings.training_noise)
