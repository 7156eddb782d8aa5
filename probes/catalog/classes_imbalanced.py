"""Classes of very different frequency.

What it measures
    Samples of the largest and of the smallest class.
Why it matters
    The rare class hardly counts in the loss and in the accuracy.
Limits
    Needs 20 samples per class on average, or counts so unlike that they are 5 : 1 with three
    standard deviations taken off; the smallest class must also be rarer than chance explains (as
    many). Classes that the batch lacks are not counted.
Source
    He and Garcia, Learning from Imbalanced Data, IEEE TKDE 2009. Tools warn from 10 : 1; we say it
    from 5 : 1, where an accuracy of 83 % takes no learning.
"""

import math
from dataclasses import dataclass

import numpy as np

from probes.measures.class_labels import IGNORED
from probes.verdict import ABSENT, PRESENT, Verdict, either, unknown

MUCH_RARER = 5.0
ENOUGH_EACH = 20
CHANCE = 3.0


@dataclass(frozen=True)
class Balance:
    majority_count: int
    minority_count: int
    ratio: float
    classes: int
    samples: int
    counts: dict[str, int]


def measure(class_labels: np.ndarray) -> Balance:
    labels, counts = np.unique(class_labels[class_labels != IGNORED], return_counts=True)
    if not counts.size:
        return Balance(0, 0, 0.0, 0, 0, {})
    most, least = int(counts.max()), int(counts.min())
    named = {str(label): int(count) for label, count in zip(labels, counts, strict=True)}
    return Balance(most, least, most / least, len(labels), int(counts.sum()), named)


def judge(balance: Balance) -> Verdict:
    if balance.classes < 2:
        return unknown("one_class_only")
    expected = balance.samples / balance.classes
    if expected < ENOUGH_EACH:
        return PRESENT if _certain(balance) else unknown("too_few_samples_per_class")
    if balance.ratio < MUCH_RARER:
        return ABSENT
    return either(balance.minority_count < expected - CHANCE * math.sqrt(expected))


def _certain(balance: Balance) -> bool:
    """The square root of a count has a standard deviation of a half, whatever the count."""
    most = max(math.sqrt(balance.majority_count) - CHANCE / 2, 0.0) ** 2
    return most >= MUCH_RARER * (math.sqrt(balance.minority_count) + CHANCE / 2) ** 2
