"""Few training samples.

What it measures
    The number of samples, and per class.
Why it matters
    A network memorises a few hundred samples before it learns from them.
Limits
    A batch may be a part of the data: few samples are only judged where their number looks like
    that of a whole set (neither round nor a power of two); many are many in any case.
Source
    The limits are ours, after the sizes of public data sets.
"""

from dataclasses import dataclass

import numpy as np

from probes.batch import Batch
from probes.measures.whole_set import evidently_whole
from probes.verdict import ABSENT, PRESENT, Verdict, unknown

FEW = 500
FEW_EACH = 50
MANY = 5000


@dataclass(frozen=True)
class Size:
    samples: int
    classes: int


def measure(batch: Batch, class_labels: np.ndarray | None = None) -> Size:
    classes = len(np.unique(class_labels)) if class_labels is not None else 0
    return Size(batch.samples, classes)


def judge(size: Size) -> Verdict:
    if size.samples >= MANY:
        return ABSENT
    if not evidently_whole(size.samples):
        return unknown("batch_may_be_a_part")
    if size.samples < max(FEW, FEW_EACH * size.classes):
        return PRESENT
    return unknown("size_in_between")
