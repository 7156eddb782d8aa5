"""Features that repeat another one, also in other units.

What it measures
    Columns that correlate with an earlier one to 1 - 1e-8.
Why it matters
    They count double and make weights ambiguous; often a join or an encoding went wrong.
Limits
    Tables of measured values only: features with at most 10 values agree by chance. Needs 30
    samples; the first 3000 columns are compared.
Source
    The check is exact up to rounding.
"""

from dataclasses import dataclass

import numpy as np

from probes.measures.features import Features
from probes.verdict import Verdict, either, unknown

SAME = 1 - 1e-8
MOST_FEATURES = 3000
FEW_VALUES = 10
ENOUGH_SAMPLES = 30


@dataclass(frozen=True)
class Repeats:
    count: int
    features: int
    judged: int
    samples: int
    kind: str


def measure(features: Features) -> Repeats:
    columns = features.matrix.T[:MOST_FEATURES] if features.kind == "table" else ()
    judged = [x for x in columns if np.unique(x[:1000]).size > FEW_VALUES and not np.isnan(x).any()]
    count = 0
    if judged:
        scaled = np.array([(x - x.mean()) / x.std() for x in judged])
        alike = np.tril(scaled @ scaled.T / scaled.shape[1], -1) > SAME
        count = int(alike.any(axis=1).sum())
    return Repeats(count, features.count, len(judged), features.samples, features.kind)


def judge(repeats: Repeats) -> Verdict:
    if repeats.kind != "table":
        return unknown("not_a_table")
    if repeats.samples < ENOUGH_SAMPLES:
        return unknown("batch_too_small")
    return either(repeats.count > 0) if repeats.judged else unknown("features_of_few_values")
