"""Poor even on the training set.

What it measures
    The training accuracy at the end, as the share of the way from guessing to perfect.
Why it matters
    What is poor on the training set is not overfitting: model, optimizer or data are to blame.
Limits
    Without the number of classes ten are assumed. Between POOR and GOOD it depends on the task,
    and so it does while the accuracy still rises.
Source
    Our choice, as the engine has it for numbers that a person tells.
"""

from dataclasses import dataclass

from probes.curve import Curve
from probes.robust import last
from probes.verdict import Verdict, either, unknown

ENOUGH = 3
POOR, GOOD = 0.5, 0.8
RISES = 0.05  # over the last third
CLASSES = 10


@dataclass(frozen=True)
class Level:
    accuracy: float
    way: float
    rises: float


def measure(training_accuracy: Curve, class_count: int | None = None) -> Level:
    curve = training_accuracy.at_least(ENOUGH)
    chance = 1.0 / max(class_count or CLASSES, 2)
    late = last(curve.smooth, 1 / 3)
    return Level(curve.end, (curve.end - chance) / (1 - chance), float(late[-1] - late[0]))


def judge(level: Level) -> Verdict:
    if level.way > POOR and level.way < GOOD:
        return unknown("wanted_level_not_known")
    if level.way <= POOR and level.rises > RISES:
        return unknown("still_rising")
    return either(level.way <= POOR)
