"""A small validation set.

What it measures
    The validation samples, and half the width of the 95 % interval of an accuracy of 50 %.
Why it matters
    Changes smaller than that are noise.
Limits
    A batch may be a part of the set: few samples are only judged where their number looks like
    that of a whole set (neither round nor a power of two).
Source
    The binomial distribution.
"""

import math
from dataclasses import dataclass

from probes.batch import Batch
from probes.measures.whole_set import evidently_whole
from probes.verdict import ABSENT, PRESENT, Verdict, unknown

FEW = 300
MANY = 1000


@dataclass(frozen=True)
class Size:
    samples: int
    margin: float


def measure(validation_batch: Batch) -> Size:
    samples = validation_batch.samples
    return Size(samples, 1.96 * math.sqrt(0.25 / max(samples, 1)))


def judge(size: Size) -> Verdict:
    if size.samples >= MANY:
        return ABSENT
    if size.samples < FEW and evidently_whole(size.samples):
        return PRESENT
    return unknown("batch_may_be_a_part")
