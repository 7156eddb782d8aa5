"""An epoch is only a few updates.

What it measures
    The optimizer's own step counters, or the checkpoint's, by the epochs that were trained.
Why it matters
    The same data read, but hardly a step taken: the batch is a large part of the training set.
Limits
    Full-batch training is meant so where it goes on for long: from 200 updates on it is not
    called. Steps that only a log counts may be its rows, and show no more than that there are
    many. Epochs counted from 0 make few epochs look like more updates in each.
Source
    With three updates an epoch, 30 epochs are less than 100 updates (see few_updates_done). Set
    on the clinic's tuning half: healthy runs in large batches make four to eight.
"""

from probes.artifacts.updates_done import Updates
from probes.verdict import Verdict, either, unknown

FEW = 4.0
ENOUGH_IN_ALL = 200.0


def measure(updates_done: Updates) -> Updates:
    return updates_done


def judge(updates: Updates) -> Verdict:
    if updates.total >= ENOUGH_IN_ALL:
        return either(False)
    if updates.per_epoch is None:
        return unknown("epochs_not_known")
    if updates.per_epoch >= FEW:
        return either(False)
    return either(True) if updates.counted else unknown("steps_not_told")
