"""The accuracy on the validation set, 0 to 1, as a curve."""

from probes.curve import Curve, curve_of
from probes.history import History
from probes.shelf import Missing


def validation_accuracy(history: History) -> Curve:
    if "accuracy" not in history.metrics("validation"):
        raise Missing("validation_accuracy")
    found = curve_of(history.metric("accuracy", "validation"), history)
    if not found.points:
        raise Missing("validation_accuracy")
    return found
