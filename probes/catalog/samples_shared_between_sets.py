"""Validation samples that are in the training data too.

What it measures
    Validation samples whose inputs equal those of a training sample, value by value. Blank ones
    (one value throughout) are left out.
Why it matters
    The validation score then measures memory.
Limits
    Only the two batches that were sent are compared: clean batches do not prove clean sets.
    Tables of few different values are not judged, nor are samples that repeat within the
    training batch nearly as often: those come from a small world, or were copied there. Crops
    and other near copies are not found.
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
OFTENER = 2.0  # than within the training batch; chance alone gives 1
ENOUGH = 20


@dataclass(frozen=True)
class Shared:
    count: int
    samples: int
    share: float
    rich: bool
    comparable: bool
    repeated: float  # share of the training samples that are there twice


def measure(batch: Batch, validation_batch: Batch) -> Shared:
    x, other = batch.x, validation_batch.x
    comparable = x.shape[1:] == other.shape[1:]
    other = other[~blank(other)]
    keys = sample_keys(x[~blank(x)])
    count = int(np.isin(sample_keys(other), keys).sum()) if comparable else 0
    _, times = np.unique(keys, return_counts=True)
    repeated = float(times[times > 1].sum() / max(len(keys), 1))
    share = count / max(len(other), 1)
    return Shared(count, len(other), share, rich(other), comparable, repeated)


def judge(shared: Shared) -> Verdict:
    if not shared.comparable:
        return unknown("sets_of_different_shape")
    if shared.samples < ENOUGH:
        return unknown("batch_too_small")
    if shared.count < LEAST or shared.share < MANY:
        return ABSENT
    leaked = shared.rich and shared.share > OFTENER * shared.repeated
    return PRESENT if leaked else unknown("samples_of_few_values")
