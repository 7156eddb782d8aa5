"""Validation samples that are in the training data too.

What it measures
    Validation samples whose inputs equal those of a training sample, value by value. Blank ones
    (one value throughout) are left out.
Why it matters
    The validation score then measures memory.
Limits
    Only the two batches that were sent are compared: clean batches do not prove clean sets. Tables
    of few different values are not judged. Crops and other near copies are not found.
Source
    Kaufman et al., Leakage in Data Mining, ACM TKDD 2012. A leak of 21.9 % was found as 21.9 %.
"""

from dataclasses import dataclass

import numpy as np

from probes.batch import Batch
from probes.measures.sample_keys import blank, rich, sample_keys
from probes.verdict import ABSENT, PRESENT, Verdict, unknown

MANY = 0.01
LEAST = 2
ENOUGH = 20


@dataclass(frozen=True)
class Shared:
    count: int
    samples: int
    share: float
    rich: bool
    comparable: bool


def measure(batch: Batch, validation_batch: Batch) -> Shared:
    x, other = batch.x, validation_batch.x
    comparable = x.shape[1:] == other.shape[1:]
    other = other[~blank(other)]
    count = int(np.isin(sample_keys(other), sample_keys(x)).sum()) if comparable else 0
    return Shared(count, len(other), count / max(len(other), 1), rich(other), comparable)


def judge(shared: Shared) -> Verdict:
    if not shared.comparable:
        return unknown("sets_of_different_shape")
    if shared.samples < ENOUGH:
        return unknown("batch_too_small")
    if shared.count < LEAST or shared.share < MANY:
        return ABSENT
    return PRESENT if shared.rich else unknown("samples_of_few_values")
