"""The optimizer made few updates in all, and the loss still falls.

What it measures
    The optimizer's own step counters, or the checkpoint's, and whether the training loss still
    falls over the last third of the history, from a level that is not low yet.
Why it matters
    Weights move by updates, not by epochs: large batches and small sets make many epochs of few.
Limits
    How many a task needs is not in a file: only very few of a falling loss count. Steps that only
    a log counts may be its rows, and show no more than that there are many.
Source
    Adam moves a weight by at most its rate in a step (Kingma and Ba, ICLR 2015): 100 steps of the
    usual 1e-3 come to 0.1, the size of a fresh weight of 100 inputs (1 / sqrt 100). Ten times that
    is called enough.
"""

from dataclasses import dataclass

from probes.artifacts.updates_done import Updates
from probes.catalog.few_epochs_done import FALLS, SURE
from probes.curve import Curve
from probes.robust import last, trend
from probes.verdict import ABSENT, PRESENT, Verdict, unknown

FEW, MANY = 100.0, 1000.0
LEFT = 0.1  # of the first loss: a fitted model's loss still halves, and that is no lack


@dataclass(frozen=True)
class Measured:
    total: float
    epochs: float | None
    counted: bool
    falls: float
    trend: float
    left: float


def measure(updates_done: Updates, training_curve: Curve) -> Measured:
    loss = training_curve.as_shares(2).smooth
    late = last(loss, 1 / 3)
    done = updates_done
    falls = 1 - float(late[-1]) / max(float(late[0]), 1e-30)
    left = float(late[-1]) / max(float(loss[0]), 1e-30)
    return Measured(done.total, done.epochs, done.counted, falls, trend(late), left)


def judge(updates: Measured) -> Verdict:
    still = updates.falls > FALLS and updates.trend <= SURE
    if updates.total >= MANY or (updates.total > FEW and not still):
        return ABSENT
    if updates.total > FEW or not still or updates.left < LEFT:
        return unknown("updates_needed_not_known")
    return PRESENT if updates.counted else unknown("steps_not_told")
