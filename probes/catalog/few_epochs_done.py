"""Little training done so far.

What it measures
    The epochs that the history covers, and whether the training loss still falls at its end.
Why it matters
    Before some epochs are done nothing can be said of where the run would end.
Limits
    How much a task needs is not in a history: only very few epochs of a falling loss count.
Source
    Five and fifty epochs, as the engine has them for numbers that a person tells.
"""

from dataclasses import dataclass

from probes.catalog import epochs_done
from probes.curve import Curve
from probes.history import History
from probes.robust import last, trend
from probes.verdict import ABSENT, Verdict, either, unknown

FEW, MANY = 5.0, 50.0
FALLS = 0.05  # over the last third
SURE = -1.0


@dataclass(frozen=True)
class Epochs:
    epochs: float
    falls: float
    trend: float


def measure(history: History, training_curve: Curve) -> Epochs:
    epochs = epochs_done.measure(history).value
    curve = training_curve.as_shares(2)
    late = last(curve.smooth, 1 / 3)
    return Epochs(epochs, 1 - float(late[-1]) / max(float(late[0]), 1e-30), trend(late))


def judge(epochs: Epochs) -> Verdict:
    if epochs.epochs >= MANY:
        return ABSENT
    still = epochs.falls > FALLS and epochs.trend <= SURE
    if epochs.epochs <= FEW:
        return either(True) if still else unknown("need_not_known")
    return unknown("need_not_known") if still else ABSENT
