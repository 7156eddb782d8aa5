"""How large each layer's weights are, against Kaiming's start."""

import math
from collections.abc import Mapping

from probes.measures.layers import Layer
from probes.measures.tensor_statistics import Statistics

MOST_LAYERS = 200


def draw(
    hidden_layers: tuple[Layer, ...], weight_statistics: Mapping[str, Statistics]
) -> dict[str, object]:
    """Standard deviation x sqrt(fan_in / 2): 1 as Kaiming gives for ReLU."""
    shown = hidden_layers[:MOST_LAYERS]
    ratios = [weight_statistics[layer.name].std * math.sqrt(layer.fan_in / 2) for layer in shown]
    return {"names": [layer.name for layer in shown], "values": ratios} if ratios else {}
