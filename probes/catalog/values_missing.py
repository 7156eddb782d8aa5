"""Missing values in the inputs: NaN, or a filler such as -999.

What it measures
    By feature, the share of NaN and of a known filler value. A value counts as a filler where it
    stands at the edge of a feature of many values, at least five robust deviations from its
    median, and repeats.
Why it matters
    A filler is a number like any other to the network, and a very large one.
Limits
    Zeros and means that were filled in look like data and are not seen. Below 30 samples only NaN
    counts.
Source
    Little and Rubin, Statistical Analysis with Missing Data; the rule for fillers is ours.
"""

from dataclasses import dataclass

import numpy as np

from probes.measures.features import Features
from probes.verdict import ABSENT, PRESENT, Verdict, unknown

FILLERS = (-1.0, -9.0, -99.0, -999.0, -9999.0, -99999.0, -32768.0, 99.0, 999.0, 9999.0, 99999.0)
FAR = 5.0
REPEATS = 0.01  # of the samples, and at least three
MANY_VALUES = 10
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
    fillers = [_filler(column) for column in matrix.T] if len(matrix) >= ENOUGH else []
    shares = gaps + np.array([share for _, share in fillers] or [0.0])
    worst = int(shares.argmax())
    return MissingValues(
        share=float(shares.mean()),
        column=features.name(worst),
        column_share=float(shares[worst]),
        filler=fillers[worst][0] if fillers else None,
        samples=features.samples,
    )


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
            if many and spread > 0 and abs(edge - middle) > FAR * spread:
                return edge, share
    return None, 0.0


def judge(missing: MissingValues) -> Verdict:
    if missing.share > 0:
        return PRESENT
    return ABSENT if missing.samples >= ENOUGH else unknown("batch_too_small")
