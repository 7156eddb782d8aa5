"""Units of a layer that are copies of one another.

What it measures
    Per layer, the share of units whose incoming weights equal those of another unit to 1e-4 of
    their size; the worst layer is reported.
Why it matters
    Copies get the same gradient and stay copies: the layer is as wide as its distinct units.
Limits
    Not judged: layers with fewer than 3 units or inputs, filters that share one channel (blur
    filters are copies on purpose), embeddings (ids never seen keep one start value), and units
    that are all zero (constant_weights and pruning).
Source
    Goodfellow et al., Deep Learning, section 8.4 (breaking symmetry). Threshold: 0 in healthy
    networks, 1 in constant ones, also after 300 steps of training.
"""

from dataclasses import dataclass

import numpy as np

from probes.measures.layers import Layer
from probes.measures.twins import twin_share
from probes.verdict import Verdict, either, unknown

TOO_MANY = 0.5
LEAST = 3


@dataclass(frozen=True)
class Copies:
    layer: str
    share: float
    units: int
    layers: int


def measure(hidden_layers: tuple[Layer, ...]) -> Copies:
    judged = [
        layer
        for place, layer in enumerate(hidden_layers)
        if layer.units >= LEAST
        and layer.fan_in >= LEAST
        and (layer.kind != "depthwise" or place == 0)
    ]
    shares = [twin_share(np.concatenate(list(layer.rows()))) for layer in judged]
    if not judged:
        return Copies("", 0.0, 0, 0)
    worst = int(np.argmax(shares))
    return Copies(judged[worst].name, shares[worst], judged[worst].units, len(judged))


def judge(copies: Copies) -> Verdict:
    return either(copies.share >= TOO_MANY) if copies.layers else unknown("no_layer_to_judge")
