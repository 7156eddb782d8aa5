"""Nearly every answer is right, yet the loss is that of a model that hardly knows.

What it measures
    Training loss and accuracy at the end, and from them the loss that each wrong answer would have
    to have, were the right ones fitted as well as label smoothing of a tenth allows. Where no
    accuracy was logged: both on the batch, by the labels that the model answers.
Why it matters
    A plain mean cross-entropy of right answers is small. What remains is something else: a second
    term, a penalty, a sum instead of a mean, probabilities taken for logits, strong smoothing.
Limits
    Needs a training accuracy of at least 0.9 and a loss that falls no more: small steps lead there
    through a high loss as well. Wrong answers may be very sure of themselves where inputs were
    never scaled. Stronger smoothing than a tenth shows it too, and is wanted. Without the number
    of classes 1000 are assumed, and two before the finding is ruled out. Cross-entropy only.
Source
    Arithmetic: loss = accuracy * floor + (1 - accuracy) * loss of a wrong answer. Smoothing of 0.1
    is that of Szegedy et al. 2016.
"""

from dataclasses import dataclass
from math import log

import numpy as np

from probes.curve import Curve
from probes.passes import losses
from probes.passes.training import TrainingPass
from probes.robust import last
from probes.shelf import Missing
from probes.verdict import ABSENT, PRESENT, Verdict, unknown

ENOUGH = 6
HIGH = 0.9  # accuracy
SMOOTHING = 0.1
FEW_CLASSES, MANY_CLASSES = 2, 1000  # where their number is not known: the floors that are usual
BEYOND = 20.0  # nats: wrong answers given two chances in a thousand million, on the average
SURE = 7.0  # nats: one in a thousand; a loss that needs less is that of its wrong answers
LEAST_WRONG = 1e-3  # share: an accuracy of 1 may have been rounded
END, STILL = 0.3, 0.05  # share of the run, over which the loss falls by less than this share


@dataclass(frozen=True)
class Against:
    loss: float
    accuracy: float
    classes: int | None
    floor: float  # of right answers under smoothing
    wrong: float  # loss that each wrong answer would need
    wrong_at_most: float  # with the lowest floor, that of two classes, where C is not known
    falls: float  # share, at the end


def measure(
    training_curve: Curve,
    training_accuracy: Curve | None = None,
    class_count: int | None = None,
    class_labels: np.ndarray | None = None,
    training_pass: TrainingPass | None = None,
) -> Against:
    training_curve = training_curve.at_least(ENOUGH)
    if training_accuracy is not None:
        accuracy = float(training_accuracy.at_least(ENOUGH).end)
        loss = float(training_curve.end)
    elif training_pass is not None:
        accuracy, loss = _of_batch(training_pass), training_pass.loss
    else:
        raise Missing("training_accuracy")
    classes = class_count or _classes(class_labels)
    floor = floor_of(classes or MANY_CLASSES)
    late = last(training_curve.smooth, END)
    falls = float((late[0] - late[-1]) / max(abs(late[0]), 1e-30))
    return Against(
        loss, accuracy, classes, floor, _of_wrong(loss, accuracy, floor),
        _of_wrong(loss, accuracy, floor_of(classes or FEW_CLASSES)), falls,
    )  # fmt: skip


def _of_batch(training_pass: TrainingPass) -> float:
    """The share of right answers, of one place in a map or a sequence as of a sample."""
    output, targets = training_pass.prediction, training_pass.objective.targets
    if output is None or targets is None or targets.is_floating_point() or output.dim() < 2:
        raise Missing("training_accuracy")
    if output.shape[losses.class_dimension(output)] < FEW_CLASSES:
        raise Missing("training_accuracy")
    flat, labels = losses.by_class(output, targets)
    if len(flat) != len(labels):
        raise Missing("training_accuracy")
    counted = labels != losses.IGNORED
    return float((flat.argmax(-1) == labels)[counted].double().mean())


def _of_wrong(loss: float, accuracy: float, floor: float) -> float:
    return (loss - accuracy * floor) / max(1 - accuracy, LEAST_WRONG)


def _classes(labels: np.ndarray | None) -> int | None:
    """A batch may lack the rare ones: the highest number counts."""
    if labels is None or not labels.size or labels.max() < 1:
        return None
    return int(labels.max()) + 1


def floor_of(classes: int) -> float:
    """The least cross-entropy with smoothed labels: their entropy."""
    other = SMOOTHING / classes
    right = 1 - SMOOTHING + other
    return -right * log(right) - (classes - 1) * other * log(other)


def judge(against: Against) -> Verdict:
    if not against.accuracy >= HIGH:
        return unknown("accuracy_too_low_to_judge")
    if against.accuracy > 1:
        return unknown("accuracy_above_one")
    if against.wrong_at_most < SURE:
        return ABSENT
    if against.falls > STILL:
        return unknown("loss_still_falls")
    return PRESENT if against.wrong > BEYOND else unknown("wrong_answers_may_be_sure")
