"""Loss at the level of guessing.

What it measures
    The loss at the end against ln C. C comes from the data where they were uploaded; else a
    loss that no longer moves is compared with ln C for common C, and must be confirmed by an
    accuracy of 1/C or by three digits.
Why it matters
    A model that gives every class the same chance has learned nothing from its inputs.
Limits
    Cross-entropy only. With unequal classes the level of guessing is below ln C.
Source
    |loss - ln C| < 5 %: research of ours, all 10-layer sigmoid networks and no healthy run.
"""

from dataclasses import dataclass
from math import log

from probes.curve import Curve
from probes.robust import last
from probes.verdict import ABSENT, Verdict, either, unknown

ENOUGH = 3
NEAR, CLEAR = 0.05, 0.75
ABOVE = 0.12  # a rate too high shakes the loss of a guess upwards
EXACT = 0.01  # how near ln C a loss must be when C is only guessed
STILL = 0.02
STAYED = 0.3  # share fallen: a loss that fell further met ln C by accident
USUAL_CLASSES = (2, 3, 4, 5, 10, 20, 100, 1000)
SAME_ACCURACY = 0.15  # share by which an accuracy may differ from 1/C


@dataclass(frozen=True)
class Chance:
    loss: float
    classes: int | None
    chance: float | None
    away: float  # share
    classes_known: bool
    confirmed: bool  # by an accuracy of 1/C
    moves: float  # share, over the last half
    fallen: float


def measure(
    training_curve: Curve,
    training_accuracy: Curve | None = None,
    class_count: int | None = None,
) -> Chance:
    curve = training_curve.as_shares(ENOUGH)
    accuracy = training_accuracy.end if training_accuracy else None
    classes = class_count or _guessed(curve.end, accuracy)
    late = last(curve.smooth, 0.5)
    chance = log(classes) if classes and classes > 1 else None
    away = curve.end / chance - 1.0 if chance else 1.0
    near_share = accuracy is not None and classes is not None
    confirmed = near_share and abs(accuracy * classes - 1.0) < SAME_ACCURACY
    moves = float(late.max() - late.min()) / max(curve.end, 1e-30)
    known = class_count is not None
    return Chance(curve.end, classes, chance, away, known, confirmed, moves, curve.drop)


def _guessed(loss: float, accuracy: float | None) -> int | None:
    if accuracy is not None and 0 < accuracy <= 0.6:
        around = round(1 / accuracy)
        nearest = min(USUAL_CLASSES + (around,), key=lambda c: abs(log(c) - loss))
        return nearest if abs(nearest * accuracy - 1.0) < SAME_ACCURACY else around
    return min(USUAL_CLASSES, key=lambda c: abs(log(c) - loss))


def judge(chance: Chance) -> Verdict:
    near = -NEAR < chance.away < (ABOVE if chance.confirmed else NEAR)
    if chance.classes_known:
        return either(near)
    if near and chance.moves < STILL * 3 and chance.confirmed:
        return either(True)
    if abs(chance.away) < EXACT and chance.moves < STILL and chance.fallen < STAYED:
        return either(True)
    if near:
        return unknown("class_count_not_known")
    return (
        ABSENT
        if chance.fallen > 1 - CLEAR or chance.moves > STILL
        else unknown("class_count_not_known")
    )
