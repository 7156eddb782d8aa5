"""Inputs far from mean 0 and deviation 1.

What it measures
    Mean, deviation and range of all input values, and the share of features whose own mean lies
    beyond 5 or whose deviation beyond 10.
Why it matters
    The initial weights and usual rates suppose inputs of about unit size.
Limits
    Token ids are not scaled on purpose: inputs of whole numbers other than pixels are not judged,
    nor fewer than 8 samples. A single wild feature is feature_scales_differ. Images in [0, 1] are
    fine. A network that starts with a normalisation layer does not mind.
Source
    LeCun et al., Efficient BackProp, http://yann.lecun.com/exdb/publis/pdf/lecun-98b.pdf. Limits
    wide enough for [0, 1], standardised and log-mel inputs, set on generated healthy batches.
"""

from dataclasses import dataclass

import numpy as np

from probes.measures.features import Features
from probes.verdict import Verdict, either, unknown

FAR_MEAN = 5.0
LARGE_STD = 10.0
TINY = 5e-3  # deviation and largest value of inputs that are practically constant
PIXELS = 200.0  # raw pixels reach 255
MANY_FEATURES = 0.25
ENOUGH_SAMPLES = 8


@dataclass(frozen=True)
class Scale:
    mean: float
    std: float
    low: float
    high: float
    wild_share: float
    samples: int


def measure(features: Features) -> Scale:
    matrix = features.matrix
    finite = matrix[np.isfinite(matrix)]
    if not finite.size:
        return Scale(0.0, 0.0, 0.0, 0.0, 0.0, 0)
    with np.errstate(all="ignore"):
        counted = np.maximum(np.isfinite(matrix).sum(axis=0), 1)
        means = np.nansum(matrix, axis=0) / counted
        spreads = np.sqrt(np.nansum((matrix - means) ** 2, axis=0) / counted)
    wild = (np.abs(means) > FAR_MEAN) | (spreads > LARGE_STD)
    return Scale(
        mean=float(finite.mean()),
        std=float(finite.std()),
        low=float(finite.min()),
        high=float(finite.max()),
        wild_share=float(wild.mean()),
        samples=features.samples,
    )


def judge(scale: Scale) -> Verdict:
    if scale.samples < ENOUGH_SAMPLES:
        return unknown("batch_too_small")
    overall = abs(scale.mean) > FAR_MEAN or scale.std > LARGE_STD
    raw_pixels = scale.low >= 0 and PIXELS <= scale.high <= 255
    tiny = scale.std < TINY and max(abs(scale.low), abs(scale.high)) < TINY
    large = overall and scale.wild_share >= MANY_FEATURES
    return either(large or raw_pixels or tiny)
