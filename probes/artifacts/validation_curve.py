"""The validation loss as a curve."""

from probes.curve import Curve, curve_of
from probes.history import History
from probes.shelf import Missing


def validation_curve(history: History) -> Curve:
    if not history.has("validation_loss"):
        raise Missing("validation_loss")
    return curve_of(history.series("validation_loss"), history)
