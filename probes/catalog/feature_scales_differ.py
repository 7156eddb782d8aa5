"""Features of very different scale.

What it measures
    The largest deviation of a feature over that of the median feature; constant ones left out.
Why it matters
    One rate cannot serve a feature of size 1 and one of size 10 000.
Limits
    Tables only: channels of images share a unit. A rare feature of a sparse table has a small
    deviation by nature, so the largest must also exceed 3. Needs 30 samples and 3 features.
Source
    LeCun et al., Efficient BackProp. A column x 1e4 shows in the maximum over the median and not
    in percentiles.
"""

from dataclasses import dataclass

import numpy as np

from probes.measures.features import Features
from probes.verdict import Verdict, either, unknown

FAR_APART = 100.0
LARGE = 3.0
ENOUGH_SAMPLES = 30
LEAST_FEATURES = 3


@dataclass(frozen=True)
class Spread:
    column: str
    ratio: float
    largest: float
    features: int
    samples: int
    kind: str


def measure(features: Features) -> Spread:
    gaps = np.isnan(features.matrix)
    spreads = np.where(
        gaps.all(axis=0), 0, np.nanstd(np.where(gaps.all(axis=0), 0, features.matrix), axis=0)
    )
    varied = spreads > 0
    if varied.sum() < LEAST_FEATURES:
        return Spread("", 0.0, 0.0, int(varied.sum()), features.samples, features.kind)
    worst = int(spreads.argmax())
    return Spread(
        column=features.name(worst),
        ratio=float(spreads[worst] / np.median(spreads[varied])),
        largest=float(spreads[worst]),
        features=int(varied.sum()),
        samples=features.samples,
        kind=features.kind,
    )


def judge(spread: Spread) -> Verdict:
    if spread.kind != "table":
        return unknown("not_a_table")
    if spread.samples < ENOUGH_SAMPLES or spread.features < LEAST_FEATURES:
        return unknown("batch_too_small")
    return either(spread.ratio > FAR_APART and spread.largest > LARGE)
