"""Missing values in the inputs: NaN, or a filler such as -999.

What it measures
    By feature, the share of NaN and of a filler. A value that people fill with (-1, -999 ...)
    counts where it repeats at the edge of a feature of many values, at least five robust
    deviations from its median and one from the nearest other value. Any other whole number counts
    where the same one repeats in two or more features of a table, each time alone: five deviations
    from the mean of the rest and one from the nearest other value.
Why it matters
    A filler is a number like any other to the network, and a very large one.
Limits
    Zeros and means that were filled in look like data and are not seen, nor a filler of more than
    half of a feature: most of a sparse one is equal. Clipped and saturated features have
    neighbours next to their edge, if not each of them then most that reach it, as pixels in a
    table. Below 30 samples only NaN counts.
Source
    Little and Rubin, Statistical Analysis with Missing Data; the rules for fillers are ours. Five
    deviations: Chebyshev leaves at most 4 % of any distribution beyond, and none of that repeats
    in another feature.
"""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from probes.measures.features import Features
from probes.verdict import ABSENT, PRESENT, Verdict, unknown

FILLERS = (-1.0, -9.0, -99.0, -999.0, -9999.0, -99999.0, -32768.0, 99.0, 999.0, 9999.0, 99999.0)
FAR = 5.0
REPEATS = 0.01  # of the samples, and at least three
MANY_VALUES = 10
FEATURES = 2  # that share a filler nobody has a name for
BOUND = 0.5  # of the features that reach a value: where it mostly has neighbours it is a limit
MOST = 0.5  # of a feature: above it is what the feature usually is
ENOUGH = 30
_NORMAL = 1.4826  # median absolute deviation to standard deviation


@dataclass(frozen=True)
class MissingValues:
    share: float
    column: str
    column_share: float
    filler: float | None
    samples: int


def measure(features: Features) -> MissingValues:
    matrix = features.matrix
    gaps = np.isnan(matrix).mean(axis=0)
    fillers = _fillers(features) if len(matrix) >= ENOUGH else []
    shares = gaps + np.array([share for _, share in fillers] or [0.0])
    worst = int(shares.argmax())
    return MissingValues(
        share=float(shares.mean()),
        column=features.name(worst),
        column_share=float(shares[worst]),
        filler=fillers[worst][0] if fillers else None,
        samples=features.samples,
    )


def _fillers(features: Features) -> list[tuple[float | None, float]]:
    columns = features.matrix.T
    known = [_filler(column) for column in columns]
    if features.kind != "table":
        return known
    alone = [_alone(column) for column in columns]
    often = Counter(value for value, _ in alone if value is not None)
    reached = Counter(edge for column in columns for edge in _edges(column))
    fillers = {v for v, count in often.items() if count >= max(FEATURES, BOUND * reached[v])}
    return [
        other if value is None and other[0] in fillers else (value, share)
        for (value, share), other in zip(known, alone, strict=True)
    ]


def _edges(column: np.ndarray) -> set[float]:
    seen = column[np.isfinite(column)]
    return {float(seen.min()), float(seen.max())} if seen.size else set()


def _alone(column: np.ndarray) -> tuple[float | None, float]:
    """A repeated whole number at the edge of a feature, with nothing near it."""
    seen = column[np.isfinite(column)]
    if not seen.size:
        return None, 0.0
    for edge in (float(seen.min()), float(seen.max())):
        share, rest = float((seen == edge).mean()), seen[seen != edge]
        repeats = share * seen.size >= max(3, REPEATS * seen.size) and share <= MOST
        if edge.is_integer() and repeats and np.unique(rest).size >= MANY_VALUES:
            far, gap = abs(edge - rest.mean()), np.abs(rest - edge).min()
            if far > FAR * rest.std() and gap > rest.std() > 0:
                return edge, share
    return None, 0.0


def _filler(column: np.ndarray) -> tuple[float | None, float]:
    seen = column[np.isfinite(column)]
    if not seen.size:
        return None, 0.0
    for edge in (float(seen.min()), float(seen.max())):
        share = float((seen == edge).mean())
        rest = seen[seen != edge]
        if edge in FILLERS and share * seen.size >= max(3, REPEATS * seen.size) and rest.size:
            middle = np.median(rest)
            spread = _NORMAL * np.median(np.abs(rest - middle))
            many = np.unique(rest).size >= MANY_VALUES
            gap = np.abs(rest - edge).min()
            if many and gap > spread > 0 and abs(edge - middle) > FAR * spread:
                return edge, share
    return None, 0.0


def judge(missing: MissingValues) -> Verdict:
    if missing.share > 0:
        return PRESENT
    return ABSENT if missing.samples >= ENOUGH else unknown("batch_too_small")
