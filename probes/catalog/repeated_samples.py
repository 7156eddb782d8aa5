"""Samples that occur more than once.

What it measures
    Samples whose inputs equal those of an earlier one, value by value. Blank ones (one value
    throughout) are left out.
Why it matters
    They count double, and make a random split leak.
Limits
    Tables of few different values repeat by nature: not judged where the columns together carry
    less than 30 bits. Oversampling repeats on purpose. Needs 30 samples.
Source
    The check is exact; the share was set by us.
"""

from dataclasses import dataclass

import numpy as np

from probes.batch import Batch
from probes.measures.sample_keys import blank, rich, sample_keys
from probes.verdict import ABSENT, PRESENT, Verdict, unknown

MANY = 0.02
ENOUGH = 30


@dataclass(frozen=True)
class Repeated:
    count: int
    samples: int
    share: float
    rich: bool


def measure(batch: Batch) -> Repeated:
    x = batch.x[~blank(batch.x)]
    keys = sample_keys(x)
    count = len(keys) - len(np.unique(keys))
    return Repeated(count, len(keys), count / max(len(keys), 1), rich(x))


def judge(found: Repeated) -> Verdict:
    if found.samples < ENOUGH:
        return unknown("batch_too_small")
    if found.share < MANY:
        return ABSENT
    return PRESENT if found.rich else unknown("samples_of_few_values")
