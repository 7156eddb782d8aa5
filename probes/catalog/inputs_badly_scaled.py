"""Inputs far from mean 0 and deviation 1.

What it measures
    Mean, deviation and range of all input values, and the share of features whose own mean lies
    beyond 5 or whose deviation beyond 10. Without a batch, the size of the inputs that the
    optimizer's memory of the first layer's gradients tells.
Why it matters
    The initial weights and usual rates suppose inputs of about unit size.
Limits
    Token ids are not scaled on purpose: inputs of whole numbers other than pixels are not judged,
    nor fewer than 8 samples. A single wild feature is feature_scales_differ. Images in [0, 1] are
    fine. A network that starts with a normalisation layer does not mind.
Source
    LeCun et al., Efficient BackProp, http://yann.lecun.com/exdb/publis/pdf/lecun-98b.pdf. Limits
    wide enough for [0, 1], standardised and log-mel inputs, set on generated healthy batches.
    Remembered sizes (95th percentile over inputs): 40 healthy runs of the clinic 0.1-4, of raw
    tables 340, raw pixels of 0-16 about 10.
"""

import math
from dataclasses import dataclass

import numpy as np

from probes.batch import Batch
from probes.measures.features import Features
from probes.shelf import Missing
from probes.verdict import Verdict, either, unknown

FAR_MEAN = 5.0
LARGE_STD = 10.0
TINY = 5e-3  # deviation and largest value of inputs that are practically constant
PIXELS = 200.0  # raw pixels reach 255
MANY_FEATURES = 0.25
ENOUGH_SAMPLES = 8
REMEMBERED_LARGE, REMEMBERED_USUAL = 8.0, 5.0


@dataclass(frozen=True)
class Scale:
    """`size` is a root mean square: of a batch, or remembered; then there are no other numbers."""

    size: float
    remembered: bool = False
    mean: float = 0.0
    std: float = 0.0
    low: float = 0.0
    high: float = 0.0
    wild_share: float = 0.0
    samples: int = 0


def measure(
    batch: Batch | None = None,
    features: Features | None = None,
    remembered_inputs: np.ndarray | None = None,
) -> Scale:
    if features is not None:
        return _of_batch(features)
    if batch is not None:
        raise Missing("measured_inputs")
    if remembered_inputs is None:
        raise Missing("batch")
    return Scale(float(np.quantile(remembered_inputs, 0.95)), remembered=True)


def _of_batch(features: Features) -> Scale:
    matrix = features.matrix
    finite = matrix[np.isfinite(matrix)]
    if not finite.size:
        return Scale(0.0)
    with np.errstate(all="ignore"):
        counted = np.maximum(np.isfinite(matrix).sum(axis=0), 1)
        means = np.nansum(matrix, axis=0) / counted
        spreads = np.sqrt(np.nansum((matrix - means) ** 2, axis=0) / counted)
    wild = (np.abs(means) > FAR_MEAN) | (spreads > LARGE_STD)
    return Scale(
        size=math.hypot(float(finite.mean()), float(finite.std())),
        mean=float(finite.mean()),
        std=float(finite.std()),
        low=float(finite.min()),
        high=float(finite.max()),
        wild_share=float(wild.mean()),
        samples=features.samples,
    )


def judge(scale: Scale) -> Verdict:
    if scale.remembered:
        if REMEMBERED_USUAL < scale.size < REMEMBERED_LARGE:
            return unknown("hardly_larger_than_usual")
        return either(scale.size >= REMEMBERED_LARGE)
    return _of_values(scale)


def _of_values(scale: Scale) -> Verdict:
    if scale.samples < ENOUGH_SAMPLES:
        return unknown("batch_too_small")
    overall = abs(scale.mean) > FAR_MEAN or scale.std > LARGE_STD
    raw_pixels = scale.low >= 0 and PIXELS <= scale.high <= 255
    tiny = scale.std < TINY and max(abs(scale.low), abs(scale.high)) < TINY
    large = overall and scale.wild_share >= MANY_FEATURES
    return either(large or raw_pixels or tiny)
