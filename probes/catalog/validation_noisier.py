"""Validation inputs that carry more noise.

What it measures
    The directions in which half of the training inputs vary least (principal components); how far
    the validation inputs spread along them, over the other half of the training inputs.
Why it matters
    Noise that training never saw lowers the validation score.
Limits
    Noise fills all directions alike and shows in the quiet ones. Inputs without quiet directions
    (independent features) and fewer than 100 samples or 5 per feature are not judged. A change of
    scale is preprocessing_differs. Images are not judged.
Source
    Own measure. KS tests see noise as well, a classifier between the sets does not (AUC 0.49-0.59).
"""

from dataclasses import dataclass

import numpy as np

from probes.measures.paired_features import PairedFeatures
from probes.verdict import ABSENT, PRESENT, Verdict, unknown

NOISIER = 1.3
QUIET = 0.5  # deviation of the quiet directions over that of the loud ones
ENOUGH = 100
ENOUGH_EACH = 5


@dataclass(frozen=True)
class Noise:
    ratio: float
    loud_ratio: float
    quiet: float
    enough: bool
    kind: str


def measure(paired_features: PairedFeatures) -> Noise:
    one, other = paired_features.train, paired_features.validation
    half, rest = one[::2], one[1::2]
    enough = len(half) >= ENOUGH_EACH * one.shape[1] and paired_features.samples >= ENOUGH
    if not enough or one.shape[1] < 2:
        return Noise(1.0, 1.0, 1.0, False, paired_features.kind)
    scale = np.maximum(one.std(axis=0), 1e-12)
    _, sizes, directions = np.linalg.svd((half - half.mean(axis=0)) / scale, full_matrices=False)
    middle = len(sizes) // 2
    quiet, loud = directions[middle:].T, directions[:middle].T
    spread_quiet = _spread(rest / scale, quiet)
    return Noise(
        ratio=_spread(other / scale, quiet) / max(spread_quiet, 1e-12),
        loud_ratio=_spread(other / scale, loud) / max(_spread(rest / scale, loud), 1e-12),
        quiet=spread_quiet / max(_spread(rest / scale, loud), 1e-12),
        enough=True,
        kind=paired_features.kind,
    )


def _spread(matrix: np.ndarray, directions: np.ndarray) -> float:
    """Median over directions: one heavy tail counts little."""
    return float(np.median((matrix @ directions).std(axis=0)))


def judge(noise: Noise) -> Verdict:
    if not noise.enough:
        return unknown("batch_too_small")
    if noise.kind == "images":
        return unknown("not_a_table")
    if noise.quiet > QUIET:
        return unknown("no_quiet_directions")
    if noise.ratio < NOISIER:
        return ABSENT
    return PRESENT if noise.ratio > 1.15 * noise.loud_ratio else unknown("scale_or_noise")
