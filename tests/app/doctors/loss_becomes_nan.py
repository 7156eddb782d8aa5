"""Whether the training loss is NaN somewhere."""

from dataclasses import dataclass

import numpy as np

from probes.verdict import either


@dataclass(frozen=True)
class Measured:
    bad_rows: int


def measure(history):
    return Measured(int(np.isnan(history.series("train_loss").values).sum()))


def judge(measured):
    return either(measured.bad_rows > 0)
