"""The accuracy on the training set, 0 to 1, as a curve."""

from probes.curve import Curve, curve_of
from probes.history import History
from probes.shelf import Missing


def training_accuracy(history: History) -> Curve:
    if "accuracy" not in history.metrics("train"):
        raise Missing("training_accuracy")
    found = curve_of(history.metric("accuracy", "train"), history)
    if not found.points:
        raise Missing("training_accuracy")
    return found
