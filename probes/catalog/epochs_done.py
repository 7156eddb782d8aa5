"""Epochs trained.

What it measures
    The epochs from the first logged one to the last. Rows that count nothing are epochs when the
    history has a validation loss in each of them, as Keras writes it.
Why it matters
    Too few and too many look alike in the last number alone.
Limits
    Steps without epochs are not translated.
Source
    Exact.
"""

from dataclasses import dataclass

import numpy as np

from probes.curve import per_evaluation
from probes.history import History
from probes.refusal import Refusal
from probes.verdict import Verdict, valued

MOST_ROWS = 2000  # more rows than this without a counter are steps


@dataclass(frozen=True)
class Epochs:
    value: float


def measure(history: History) -> Epochs:
    loss = history.series("train_loss").values
    if loss.size and not np.isfinite(loss[-1]):
        raise Refusal("run_broke")  # nobody chose this number
    epochs = history.positions.epochs
    if epochs is None:
        return Epochs(float(_rows(history)))
    whole = np.unique(epochs)
    if np.all(whole == np.floor(whole)):
        return Epochs(float(whole[-1] - whole[0] + 1))
    return Epochs(float(whole[-1] - min(np.floor(whole[0]), 0.0 if whole[0] < 1 else whole[0] - 1)))


def _rows(history: History) -> int:
    column = history.find("validation_loss")
    each = column is not None and column.count >= 0.9 * history.rows
    if not each or not per_evaluation(history) or history.rows > MOST_ROWS:
        raise Refusal("epochs_not_known")
    return history.rows


def judge(epochs: Epochs) -> Verdict:
    return valued(epochs.value)
