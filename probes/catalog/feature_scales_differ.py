"""Features of very different scale.

What it measures
    The largest deviation of a feature over that of the median feature; constant ones left out.
    Without a batch, the same of the sizes that the optimizer's memory of the first layer tells.
Why it matters
    One rate cannot serve a feature of size 1 and one of size 10 000.
Limits
    Tables only: channels of images share a unit. A rare feature of a sparse table has a small
    deviation by nature, so the largest must also exceed 3. Needs 30 samples and 3 features.
    Remembered sizes are blurred by noise: they say "no" only below a tenth of the limit.
Source
    LeCun et al., Efficient BackProp. A column x 1e4 shows in the maximum over the median and not
    in percentiles.
"""

from dataclasses import dataclass

import numpy as np

from probes.batch import Batch
from probes.measures.features import Features
from probes.shelf import Missing
from probes.verdict import ABSENT, PRESENT, Verdict, either, unknown

FAR_APART = 100.0
LARGE = 3.0
CLOSE = 10.0  # of remembered sizes
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
    remembered: bool = False


def measure(
    batch: Batch | None = None,
    features: Features | None = None,
    remembered_inputs: np.ndarray | None = None,
) -> Spread:
    if features is not None:
        return _of_batch(features)
    if batch is not None:
        raise Missing("measured_inputs")
    if remembered_inputs is None:
        raise Missing("batch")
    sizes = remembered_inputs[remembered_inputs > 0]
    if sizes.size < LEAST_FEATURES:
        return Spread("", 0.0, 0.0, int(sizes.size), 0, "table", remembered=True)
    worst = int(remembered_inputs.argmax())
    ratio = float(sizes.max() / np.median(sizes))
    return Spread(f"#{worst}", ratio, float(sizes.max()), int(sizes.size), 0, "table", True)


def _of_batch(features: Features) -> Spread:
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
    if spread.remembered:
        if spread.features < LEAST_FEATURES:
            return unknown("too_few_features")
        if spread.ratio > FAR_APART and spread.largest > LARGE:
            return PRESENT
        return ABSENT if spread.ratio < CLOSE else unknown("hardly_larger_than_usual")
    if spread.samples < ENOUGH_SAMPLES or spread.features < LEAST_FEATURES:
        return unknown("batch_too_small")
    return either(spread.ratio > FAR_APART and spread.largest > LARGE)
