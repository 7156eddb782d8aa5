"""Inputs that are NaN or infinite.

What it measures
    NaN and infinite values in every input array, and how many samples they hit.
Why it matters
    One of them makes the loss of its batch NaN, and then all weights.
Limits
    Only what was sent is seen. Whole numbers cannot be NaN.
Source
    IEEE 754; the check is exact.
"""

from dataclasses import dataclass

import numpy as np

from probes.batch import Batch
from probes.verdict import Verdict, either


@dataclass(frozen=True)
class BadValues:
    nan_count: int
    inf_count: int
    samples_hit: int
    samples: int


def measure(batch: Batch) -> BadValues:
    nan = infinite = 0
    hit = np.zeros(batch.samples, bool)
    for values in batch.inputs.values():
        if values.dtype.kind not in "fc":
            continue
        bad = ~np.isfinite(values)
        nans = int(np.isnan(values[bad]).sum())
        nan += nans
        infinite += int(bad.sum()) - nans
        if len(values) == batch.samples:
            hit |= bad.reshape(len(values), -1).any(axis=1)
    return BadValues(nan, infinite, int(hit.sum()), batch.samples)


def judge(bad: BadValues) -> Verdict:
    return either(bad.nan_count + bad.inf_count > 0)
