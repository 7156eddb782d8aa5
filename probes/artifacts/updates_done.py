"""How many updates the optimizer made, in all and per epoch."""

from dataclasses import dataclass

import numpy as np

from probes.artifacts.steps_done import steps_done
from probes.catalog import epochs_done
from probes.checkpoint import Checkpoint
from probes.history import History
from probes.refusal import Refusal
from probes.shelf import Missing


@dataclass(frozen=True)
class Updates:
    """`counted` by the optimizer or the checkpoint; else the steps of a log, which may be rows."""

    total: float
    per_epoch: float | None
    epochs: float | None
    counted: bool


def updates_done(checkpoint: Checkpoint | None = None, history: History | None = None) -> Updates:
    found = _counted(checkpoint, history) if checkpoint is not None else None
    found = found or (_logged(history) if history is not None else None)
    if found is None:
        raise Missing("updates")
    return found


def _counted(checkpoint: Checkpoint, history: History | None) -> Updates | None:
    steps, logged = steps_done(checkpoint), _epochs(history)
    by_optimizer = any(s.step is not None for o in checkpoint.optimizers for s in o.parameters)
    if not steps:
        return None
    epochs = checkpoint.epoch
    if epochs is None and logged is not None and steps % logged == 0:
        epochs = logged  # saved in the middle of the run, it would seldom divide
    if not epochs or (not by_optimizer and steps <= epochs + 1):  # a "step" that counts epochs
        return Updates(steps, None, None, True) if by_optimizer else None
    each = steps / epochs  # epochs counted from 0 make it larger: few are few all the same
    return Updates(max(steps, each * (logged or 0)), each, max(epochs, logged or 0), True)


def _epochs(history: History | None) -> float | None:
    try:
        return epochs_done.measure(history).value if history is not None else None
    except Refusal:
        return None


def _logged(history: History) -> Updates | None:
    places = history.positions
    if places.unit != "step" or places.epochs is None:
        return None
    epochs = float(np.ptp(places.epochs))
    each = float(np.ptp(places.x)) / epochs if epochs else None
    return Updates(float(places.x[-1]), each, _epochs(history), False)
