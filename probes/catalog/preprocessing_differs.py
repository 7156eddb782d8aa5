"""Training and validation inputs on different scales.

What it measures
    By feature, the ratio of the deviations and the difference of the means in deviations; the
    median feature is judged, so that it is the whole input that moved. Overall mean and deviation
    of both sets are reported.
Why it matters
    The network never saw such numbers: the normalisation was forgotten or done twice.
Limits
    Needs 30 samples in each batch. A flip of colour channels or another resize leaves the scale as
    it is. With script the code's own transforms are read.
Source
    Limits set on halves of public data sets and on generated healthy pairs: ratios 0.8-1.25,
    differences below 0.3.
"""

from dataclasses import dataclass

import numpy as np

from probes.measures.paired_features import PairedFeatures
from probes.verdict import Verdict, either, unknown

SCALED = 1.7  # ratio of deviations, either way
MOVED = 0.8  # deviations
ENOUGH = 30


@dataclass(frozen=True)
class Difference:
    train_mean: float
    train_std: float
    validation_mean: float
    validation_std: float
    scale: float
    offset: float
    samples: int


def measure(paired_features: PairedFeatures) -> Difference:
    one, other = paired_features.train, paired_features.validation
    spread, other_spread = one.std(axis=0), other.std(axis=0)
    both = (spread > 0) & (other_spread > 0)
    ratio = float(np.median(other_spread[both] / spread[both])) if both.any() else 1.0
    larger = np.maximum(np.maximum(spread, other_spread), 1e-12)
    offset = float(np.median(np.abs(other.mean(axis=0) - one.mean(axis=0)) / larger))
    return Difference(*paired_features.raw, ratio, offset, paired_features.samples)


def judge(found: Difference) -> Verdict:
    if found.samples < ENOUGH:
        return unknown("batch_too_small")
    scaled = not 1 / SCALED < found.scale < SCALED
    return either(scaled or found.offset > MOVED)
