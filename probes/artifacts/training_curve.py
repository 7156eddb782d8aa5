"""The training loss as a curve."""

from probes.curve import Curve, curve_of
from probes.history import History
from probes.shelf import Missing


def training_curve(history: History) -> Curve:
    if not history.has("train_loss"):
        raise Missing("training_loss")
    return curve_of(history.series("train_loss"), history)
