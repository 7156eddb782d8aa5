"""Validation no better than guessing.

What it measures
    The validation accuracy against 1/C while the training accuracy is good. Without C: an accuracy
    that never left the place where it began, and lies far below that of training.
Why it matters
    Not overfitting but other data or other code: preprocessing, evaluation mode, mixed labels.
Limits
    With two classes and no C known an accuracy near one half must have stayed there.
Source
    Our choice.
"""

from dataclasses import dataclass
from math import sqrt

from probes.curve import Curve
from probes.verdict import ABSENT, Verdict, either, unknown

ENOUGH = 4
TRAINED = 0.6
SAMPLES = 300
STAYS = 0.05
FAR = 0.3  # below the training accuracy


@dataclass(frozen=True)
class Guessing:
    accuracy: float
    training: float
    chance: float
    classes_known: bool
    gained: float


def measure(
    training_accuracy: Curve, validation_accuracy: Curve, class_count: int | None = None
) -> Guessing:
    curve = validation_accuracy.at_least(ENOUGH)
    best = float(curve.smooth.max())
    chance = 1.0 / (class_count or max(2, round(1.0 / max(best, 0.01))))
    gained = best - float(curve.coarse[0])
    known = class_count is not None
    return Guessing(curve.end, training_accuracy.end, chance, known, gained)


def judge(guessing: Guessing) -> Verdict:
    if guessing.training < TRAINED or guessing.training - guessing.accuracy < FAR:
        return ABSENT
    error = 3 * sqrt(guessing.chance * (1 - guessing.chance) / SAMPLES)
    if guessing.accuracy > guessing.chance + error:
        return ABSENT
    if guessing.classes_known:
        return either(True)
    return either(True) if guessing.gained < STAYS else unknown("class_count_not_known")
