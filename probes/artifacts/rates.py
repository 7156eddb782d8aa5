"""The learning rate as a curve; no rate below zero."""

import numpy as np

from probes.curve import Curve, curve_of
from probes.history import History
from probes.shelf import Missing


def rates(history: History) -> Curve:
    if not history.has("learning_rate"):
        raise Missing("learning_rate")
    found = curve_of(history.series("learning_rate"), history)
    if not found.points or np.any(found.values < 0) or not found.values.max():
        raise Missing("learning_rate")
    return found
