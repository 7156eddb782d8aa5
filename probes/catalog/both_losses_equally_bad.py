"""Training and validation are alike poor.

What it measures
    The last training and validation losses against each other; whether the training accuracy is
    poor, or without one how much of the loss is left; and whether it still improves.
Why it matters
    Underfitting: more data or regularisation would not help.
Limits
    What is poor depends on the task: between POOR and GOOD nothing is decided.
Source
    Within 10 %: the words of the finding. Levels: our choice, set on the clinic's patients that
    have two hidden units and on 300 drawn healthy curves.
"""

from dataclasses import dataclass

import numpy as np

from probes.curve import Curve
from probes.history import Pair
from probes.refusal import Refusal
from probes.robust import last
from probes.verdict import ABSENT, Verdict, either, unknown

ENOUGH = 5
ALIKE = 0.15
POOR, GOOD = 0.7, 0.85  # training accuracy
MUCH_LEFT, LITTLE_LEFT = 0.75, 0.3  # share of the first loss
FALLS = 0.15  # share over the last third: give it time first


@dataclass(frozen=True)
class Level:
    training: float
    validation: float
    apart: float  # share
    left: float
    falls: float
    accuracy: float | None


def measure(
    both_losses: Pair, training_curve: Curve, training_accuracy: Curve | None = None
) -> Level:
    if both_losses.x.size < ENOUGH:
        raise Refusal("too_few_points", points=int(both_losses.x.size), needed=ENOUGH)
    curve = training_curve.as_shares(ENOUGH)
    training, validation = (float(np.median(last(s, 0.1))) for s in both_losses[1:])
    late = last(curve.smooth, 1 / 3)
    apart = abs(validation - training) / max(training, validation, 1e-30)
    accuracy = training_accuracy.end if training_accuracy is not None else None
    falls = 1 - float(late[-1]) / max(float(late[0]), 1e-30)
    return Level(training, validation, apart, curve.end / curve.start, falls, accuracy)


def judge(level: Level) -> Verdict:
    if level.apart > ALIKE:
        return ABSENT
    if level.accuracy is not None:
        good, poor = level.accuracy >= GOOD, level.accuracy <= POOR
    else:
        good, poor = level.left <= LITTLE_LEFT, level.left >= MUCH_LEFT
    if good:
        return ABSENT
    if not poor:
        return unknown("wanted_level_not_known")
    return unknown("still_rising") if level.falls > FALLS else either(True)
