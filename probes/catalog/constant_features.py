"""Features with one value in all samples.

What it measures
    The features whose values are all equal.
Why it matters
    They carry nothing; many of them point to a mistake in reading the data.
Limits
    Border pixels and rare codes are constant in healthy data: in inputs of many zeros half of the
    features must be so, elsewhere a fifth. Fewer are not judged, nor fewer than 30 samples.
Source
    The check is exact; shares set on digits (5 % of the pixels) and MNIST (up to 20 %).
"""

from dataclasses import dataclass

import numpy as np

from probes.measures.features import Features
from probes.verdict import ABSENT, PRESENT, Verdict, unknown

MANY = 0.2
MANY_OF_SPARSE = 0.5
ENOUGH_SAMPLES = 30


@dataclass(frozen=True)
class Constants:
    count: int
    features: int
    samples: int
    sparse: bool


def measure(features: Features) -> Constants:
    filled = np.where(np.isnan(features.matrix), 0.0, features.matrix)
    constant = filled.min(axis=0) == filled.max(axis=0)
    count = int(constant.sum())
    return Constants(count, features.count, features.samples, features.sparse)


def judge(constants: Constants) -> Verdict:
    if constants.samples < ENOUGH_SAMPLES:
        return unknown("batch_too_small")
    limit = MANY_OF_SPARSE if constants.sparse else MANY
    if constants.count >= limit * constants.features:
        return PRESENT
    return unknown("a_few_constant_features") if constants.count else ABSENT
