"""The norm of the whole gradient as a curve."""

from probes.curve import Curve, curve_of
from probes.history import History
from probes.shelf import Missing


def gradient_norms(history: History) -> Curve:
    if not history.has("gradient_norm"):
        raise Missing("gradient_norm")
    return curve_of(history.series("gradient_norm"), history)
