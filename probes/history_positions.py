"""Where each row of a history lies on one x axis that never falls: in steps, epochs or rows."""

from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np

Unit = Literal["epoch", "step", "row"]

# A run is resumed a few times at most; more falls than this, and than this share of the rows, are
# disorder. Our choice, the tests hold both sides of it.
FEW_RESUMES = 5
DISORDER = 0.1


class Counter(Protocol):
    values: np.ndarray
    present: np.ndarray
    total: float | None


@dataclass(frozen=True)
class Positions:
    """`epochs` are fractional where steps inside an epoch are known."""

    unit: Unit
    x: np.ndarray
    epochs: np.ndarray | None = None


def place(rows: int, step: Counter | None, epoch: Counter | None) -> Positions:
    """Global steps where they are finer than epochs, else epochs, else row numbers."""
    steps, epochs = filled(step), filled(epoch)
    if steps is not None and epochs is not None and restarts_each_epoch(steps, epochs):
        epochs, steps = within_epochs(steps, epochs, step), None
    if epochs is not None:
        epochs = np.maximum.accumulate(epochs)
    if steps is not None and _finer(steps, epochs):
        return Positions("step", np.maximum.accumulate(steps), epochs)
    if epochs is not None:
        return Positions("epoch", epochs, epochs)
    return Positions("row", np.arange(rows, dtype=float))


def kept_rows(steps: np.ndarray) -> tuple[np.ndarray, int]:
    """Row numbers to keep, in order, and how often the run began anew.

    A run that fell back to an earlier step was resumed or restarted: what it logged later
    replaces what it had logged from that step on.
    """
    order = np.arange(steps.size)
    falls = np.flatnonzero(np.diff(steps) < 0)
    if falls.size == 0:
        return order, 0
    resumes = int((steps[falls + 1] > steps.min()).sum())
    nothing_repeats = np.unique(steps).size == steps.size
    if nothing_repeats or resumes > max(FEW_RESUMES, DISORDER * steps.size):
        return np.argsort(steps, kind="stable"), 0
    lands = np.full(steps.size, np.inf)
    lands[falls] = steps[falls + 1]
    lowest_landing_after = np.minimum.accumulate(lands[::-1])[::-1]
    return order[steps < lowest_landing_after], int(falls.size)


def filled(counter: Counter | None) -> np.ndarray | None:
    """A counter in every row: the last one seen, and before the first the first."""
    if counter is None:
        return None
    usable = counter.present & np.isfinite(counter.values)
    if not usable.any():
        return None
    last_seen = np.maximum.accumulate(np.where(usable, np.arange(usable.size), -1))
    last_seen[last_seen < 0] = int(np.argmax(usable))
    return counter.values[last_seen]


def restarts_each_epoch(steps: np.ndarray, epochs: np.ndarray) -> bool:
    """Steps count inside the epoch when they fall where the epoch rises."""
    risen = np.diff(epochs) > 0
    fallen = np.diff(steps) < 0
    return bool((fallen & risen).sum() * 2 > max(fallen.sum(), 1) - 1 and (fallen & risen).any())


def within_epochs(steps: np.ndarray, epochs: np.ndarray, step: Counter | None) -> np.ndarray:
    length = max(float(np.nanmax(steps)), (step and step.total) or 0.0, 1.0)
    return epochs + np.clip(steps / (length + 1.0), 0.0, 1.0)


def _finer(steps: np.ndarray, epochs: np.ndarray | None) -> bool:
    if epochs is None:
        return True
    return np.unique(steps).size >= np.unique(epochs).size
