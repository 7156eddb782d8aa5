"""Weight matrices whose rows lie in a few directions.

What it measures
    The effective rank (sum of singular values)^2 / (sum of their squares), and how many singular
    values exceed 1 % of the largest, both against the full number; the worst layer is reported.
Why it matters
    A layer of rank two passes on two numbers, however wide it is.
Limits
    Of large matrices an even sample of 256 rows and columns stands for the whole. One strong
    common direction lowers the effective rank of healthy layers (0.06 was seen): both conditions
    must hold. Embeddings and adapters are not judged.
Source
    Effective rank: Roy and Vetterli, EUSIPCO 2007. Thresholds: 0.79-0.80 in healthy and 0.02 in
    collapsed layers; public pretrained networks keep above 0.35 by the second measure.
"""

from dataclasses import dataclass

import numpy as np

from probes.measures.layers import Layer
from probes.verdict import Verdict, either, unknown

VERY_LOW = 0.1
NOTICEABLE = 0.01  # of the largest singular value
SMALLEST = 16  # directions; a narrow layer has few anyway
SAMPLE = 256


@dataclass(frozen=True)
class Rank:
    layer: str
    rank: float
    full: int
    noticeable: int
    layers: int


def measure(hidden_layers: tuple[Layer, ...]) -> Rank:
    judged = [
        layer
        for layer in hidden_layers
        if layer.kind != "depthwise" and min(layer.units, layer.fan_in) >= SMALLEST
    ]
    ranks = [(layer, _singular_values(layer.sampled(SAMPLE))) for layer in judged]
    ranks = [(layer, values) for layer, values in ranks if values.size and values[0] > 0]
    if not ranks:
        return Rank("", 0.0, 0, 0, 0)
    layer, values = min(ranks, key=lambda pair: _share(pair[1]))
    rank = float(values.sum() ** 2 / (values**2).sum())
    noticeable = int((values > NOTICEABLE * values[0]).sum())
    return Rank(layer.name, rank, values.size, noticeable, len(ranks))


def _singular_values(matrix: np.ndarray) -> np.ndarray:
    if not np.isfinite(matrix).all():
        return np.empty(0)
    return np.linalg.svd(matrix.astype(np.float64), compute_uv=False)


def _share(values: np.ndarray) -> float:
    """The larger of the two measures: both must be low."""
    effective = values.sum() ** 2 / (values**2).sum()
    return max(effective, (values > NOTICEABLE * values[0]).sum()) / values.size


def judge(found: Rank) -> Verdict:
    if not found.layers:
        return unknown("no_layer_to_judge")
    return either(max(found.rank, found.noticeable) < VERY_LOW * found.full)
