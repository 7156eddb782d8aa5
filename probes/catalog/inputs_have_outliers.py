"""A few values far outside the rest.

What it measures
    By feature, the distance from the median in robust standard deviations (1.48 x median absolute
    deviation): the largest, and the share of samples that hold one beyond 100.
Why it matters
    One such value dominates the gradient of its batch.
Limits
    Heavy tails thin out steadily: outliers must outnumber the values between 33 and 100, and the
    largest be ten times any value that is not one, or whole samples must lie beyond a gap that
    heavy tails do not leave, else it is not judged. Features of which most
    values are equal (sparse, one-hot) are left out. Needs 30 samples.
Source
    Iglewicz and Hoaglin (1993) for the robust distance; the limits were set on normal, log-normal
    (up to sigma 2) and Cauchy data. In Cauchy tails the k largest lie beyond a gap of r times with
    probability r^-k (Renyi's representation of order statistics): one in ten thousand is asked.
"""

from dataclasses import dataclass

import numpy as np

from probes.measures.features import Features
from probes.verdict import ABSENT, PRESENT, Verdict, unknown

FAR_OUT = 100.0
ON_THE_WAY = 33.0
APART = 10.0
RARE = 0.1  # of the values of a feature: more of them are a second population
ENOUGH_SAMPLES = 30
GAP = 2.0  # times the next size, at least
CHANCE = 1e-4  # that Cauchy tails leave such a gap
_NORMAL = 1.4826


@dataclass(frozen=True)
class Outliers:
    largest: float
    share: float
    outliers: int
    between: int
    next_largest: float
    judged: int
    samples: int
    apart: int


def measure(features: Features) -> Outliers:
    matrix = features.matrix[:, ~np.isnan(features.matrix).all(axis=0)]
    middle = np.nanmedian(matrix, axis=0)
    spread = _NORMAL * np.nanmedian(np.abs(matrix - middle), axis=0)
    judged = spread > 1e-12 * np.maximum(np.abs(middle), 1e-12)
    distance = np.nan_to_num(np.abs(matrix[:, judged] - middle[judged]) / spread[judged])
    far = distance > FAR_OUT
    rare = far.mean(axis=0) < RARE if far.size else np.zeros(0, bool)
    far &= rare
    return Outliers(
        largest=float(distance[:, rare].max(initial=0.0)),
        share=float(far.any(axis=1).mean()) if far.size else 0.0,
        outliers=int(far.sum()),
        between=int(((distance > ON_THE_WAY) & (distance <= FAR_OUT)).sum()),
        next_largest=float(distance[distance <= FAR_OUT].max(initial=0.0)),
        judged=int(judged.sum()),
        samples=features.samples,
        apart=_samples_apart(distance, features.samples),
    )


def _samples_apart(distance: np.ndarray, samples: int) -> int:
    """The rare samples beyond a gap in size; 0 where the rows are no whole samples."""
    if not distance.size or len(distance) % samples:
        return 0
    sizes = np.sqrt((distance.reshape(samples, -1) ** 2).mean(axis=1))
    largest = np.sort(sizes)[::-1][: int(RARE * samples) + 1]
    gaps = largest[:-1] / np.maximum(largest[1:], 1.0)  # below one deviation nothing is a gap
    counts = np.arange(1, len(largest))
    beyond = counts[(gaps >= GAP) & (counts * np.log(np.maximum(gaps, 1.0)) > -np.log(CHANCE))]
    return int(beyond.max(initial=0))


def judge(outliers: Outliers) -> Verdict:
    if outliers.samples < ENOUGH_SAMPLES:
        return unknown("batch_too_small")
    if not outliers.judged:
        return unknown("features_of_few_values")
    if not outliers.outliers:
        return ABSENT
    apart = outliers.largest > APART * outliers.next_largest
    alone = apart and outliers.outliers > outliers.between
    return PRESENT if alone or outliers.apart else unknown("tails_are_heavy")
