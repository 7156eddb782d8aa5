"""Labels that are all the same.

What it measures
    The number of different targets.
Why it matters
    A model that always gives this answer is right: nothing is learned. Mostly a reading mistake,
    or a batch from a sorted file.
Limits
    Fewer than 8 samples may agree by chance.
Source
    The check is exact.
"""

from dataclasses import dataclass

import numpy as np

from probes.batch import Batch
from probes.shelf import Missing
from probes.verdict import Verdict, either, unknown

ENOUGH = 8


@dataclass(frozen=True)
class Distinct:
    distinct: int
    samples: int


def measure(batch: Batch) -> Distinct:
    if batch.y is None or batch.y.size == 0:
        raise Missing("labels")
    return Distinct(len(np.unique(batch.y.reshape(len(batch.y), -1), axis=0)), len(batch.y))


def judge(found: Distinct) -> Verdict:
    return unknown("batch_too_small") if found.samples < ENOUGH else either(found.distinct == 1)
