"""Classes that are more frequent in one set than in the other.

What it measures
    The class with the largest difference in share between the batches, and a chi-squared test of
    all shares.
Why it matters
    The score on one set then says little of the other.
Limits
    Batches that were drawn from sorted files differ without the sets differing: nothing is said of
    a batch in the order of its classes that may be a part. Needs 50 samples in each.
Source
    Pearson's chi-squared test; a gap of 10 points was set by us.
"""

import math
from dataclasses import dataclass

import numpy as np

from probes.catalog import samples_ordered_by_class
from probes.measures.whole_set import evidently_whole
from probes.verdict import Verdict, either, unknown

GAP = 0.1
CERTAIN = 4.0  # standard deviations
ENOUGH = 50


@dataclass(frozen=True)
class Shares:
    label: int
    train_share: float
    validation_share: float
    z: float
    samples: int
    excerpt: bool  # in the order of its classes, and not evidently whole


def measure(class_labels: np.ndarray, validation_labels: np.ndarray) -> Shares:
    names = np.union1d(class_labels, validation_labels)
    one = np.array([(class_labels == name).mean() for name in names])
    other = np.array([(validation_labels == name).mean() for name in names])
    counts = len(class_labels), len(validation_labels)
    worst = int(np.abs(one - other).argmax())
    return Shares(
        label=int(names[worst]),
        train_share=float(one[worst]),
        validation_share=float(other[worst]),
        z=_surprise(one * counts[0], other * counts[1]),
        samples=min(counts),
        excerpt=any(map(_sorted_part, (class_labels, validation_labels))),
    )


def _sorted_part(labels: np.ndarray) -> bool:
    order = samples_ordered_by_class.measure(labels)
    in_order = samples_ordered_by_class.judge(order).state != "absent"
    return in_order and not evidently_whole(len(labels))


def _surprise(one: np.ndarray, other: np.ndarray) -> float:
    """Chi-squared as a normal deviate (Wilson and Hilferty)."""
    together = one + other
    expected = together * one.sum() / together.sum()
    rest = together - expected
    statistic = float((((one - expected) ** 2) * (1 / expected + 1 / rest)).sum())
    free = len(one) - 1
    if free < 1:
        return 0.0
    middle = 1 - 2 / (9 * free)
    return ((statistic / free) ** (1 / 3) - middle) / math.sqrt(2 / (9 * free))


def judge(shares: Shares) -> Verdict:
    if shares.samples < ENOUGH:
        return unknown("batch_too_small")
    if shares.excerpt:
        return unknown("batch_may_be_a_part")
    gap = abs(shares.train_share - shares.validation_share)
    return either(gap > GAP and shares.z > CERTAIN)
