"""Labels that are NaN or infinite.

What it measures
    Samples with a NaN or infinite target.
Why it matters
    The loss of every batch with such a sample is NaN.
Limits
    Some code masks NaN targets on purpose; the probe cannot see that.
Source
    IEEE 754; the check is exact.
"""

from dataclasses import dataclass

import numpy as np

from probes.batch import Batch
from probes.shelf import Missing
from probes.verdict import Verdict, either


@dataclass(frozen=True)
class BadLabels:
    bad_count: int
    samples: int


def measure(batch: Batch) -> BadLabels:
    if not batch.targets:
        raise Missing("labels")
    hit = np.zeros(batch.samples, bool)
    for values in batch.targets.values():
        if values.dtype.kind in "fc":
            hit |= (~np.isfinite(values)).reshape(len(values), -1).any(axis=1)
    return BadLabels(int(hit.sum()), batch.samples)


def judge(bad: BadLabels) -> Verdict:
    return either(bad.bad_count > 0)
