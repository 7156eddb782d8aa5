"""Loss jumps at the borders of epochs.

What it measures
    At each border the mean of the last steps before against that of the first after; inside the
    epochs the same between neighbouring windows. Jumps must go one way.
Why it matters
    Each epoch brings its samples in the same order, or the log restarts its running mean.
Limits
    Needs losses of steps with their epochs, and at least BORDERS borders. Small sets that are
    memorised fall at each border too, if a little.
Source
    Our choice: three robust deviations of the windows inside, and 5 % of the level.
"""

from dataclasses import dataclass

import numpy as np

from probes.history import History
from probes.refusal import Refusal
from probes.robust import spread
from probes.shelf import Missing
from probes.verdict import Verdict, either

BORDERS, STEPS = 3, 8
WINDOW = 0.1  # of an epoch
LARGE, DEVIATIONS, ONE_WAY = 0.05, 3.0, 0.8


@dataclass(frozen=True)
class Borders:
    jump: float  # share of the level, with its sign
    inside: float  # usual change between windows inside epochs
    one_way: float
    borders: int


def measure(history: History) -> Borders:
    x, loss = history.series("train_loss")
    if not loss.size:
        raise Missing("training_loss")
    finite = np.isfinite(loss)
    epochs = history.epochs(x)
    if history.unit == "epoch" and epochs is not None and np.unique(epochs % 1).size < STEPS:
        raise Refusal("logged_too_coarsely")
    if epochs is None:
        raise Refusal("epochs_not_known")
    return _borders(loss[finite], np.floor(epochs[finite]))


def _borders(loss: np.ndarray, epoch: np.ndarray) -> Borders:
    starts = np.flatnonzero(np.diff(epoch) > 0) + 1
    if starts.size < BORDERS or loss.size / (starts.size + 1) < STEPS:
        raise Refusal("logged_too_coarsely")
    window = max(3, int(WINDOW * loss.size / (starts.size + 1)))
    at_border = _changes(loss, starts, window)
    middles = (starts[:-1] + starts[1:]) // 2
    inside = _changes(loss, middles, window)
    jump = float(np.median(at_border))
    one_way = float(np.mean(np.sign(at_border) == np.sign(jump)))
    usual = max(spread(inside), abs(float(np.median(inside)))) / np.sqrt(inside.size)
    return Borders(jump, max(float(usual), float(np.median(np.abs(inside)))), one_way, starts.size)


def _changes(loss: np.ndarray, places: np.ndarray, window: int) -> np.ndarray:
    found = []
    for i in places:
        before, after = loss[max(0, i - window) : i].mean(), loss[i : i + window].mean()
        found.append((after - before) / max(abs(before), abs(after), 1e-30))
    return np.array(found)


def judge(borders: Borders) -> Verdict:
    large = abs(borders.jump) > max(LARGE, DEVIATIONS * borders.inside)
    return either(large and borders.one_way >= ONE_WAY)
