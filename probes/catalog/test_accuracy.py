"""Test accuracy.

What it measures
    The last accuracy in a column that is named for the test set, 0 to 1.
Why it matters
    Against the validation accuracy it says whether choices were made for the validation set.
Limits
    Many call their validation set test.
Source
    Exact.
"""

from dataclasses import dataclass

import numpy as np

from probes.history import History
from probes.shelf import Missing
from probes.verdict import Verdict, valued


@dataclass(frozen=True)
class Last:
    value: float


def measure(history: History) -> Last:
    for column in history.all("validation_metric"):
        values = column.values[column.present & np.isfinite(column.values)]
        named_test = column.reason == "test_counts_as_validation"
        if named_test and column.metric == "accuracy" and values.size:
            return Last(float(values[-1]))
    raise Missing("test_accuracy")


def judge(last: Last) -> Verdict:
    return valued(last.value)
