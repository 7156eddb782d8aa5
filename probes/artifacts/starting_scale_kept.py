"""How large the hidden weights still are beside the smallest usual start."""

import math
from collections.abc import Mapping
from statistics import median

from probes.checkpoint import Checkpoint
from probes.measures.layers import Layer
from probes.measures.tensor_statistics import Statistics
from probes.shelf import Missing

LEAST_INPUTS = 2  # of a recurrent layer with one input the start is set by its width


def starting_scale_kept(
    checkpoint: Checkpoint,
    hidden_layers: tuple[Layer, ...],
    weight_statistics: Mapping[str, Statistics],
) -> float:
    """Median of std x sqrt(3 fan_in), 1 as PyTorch starts; without the output layer.

    Missing with normalisation: the layer before it works the same at any scale.
    """
    if not checkpoint.ordered or any(_normalises(*one) for one in checkpoint.weights.items()):
        raise Missing("plain_layers")
    hidden = hidden_layers[:-1] or hidden_layers
    kept = [
        weight_statistics[layer.name].std * math.sqrt(3 * layer.fan_in)
        for layer in hidden
        if layer.name in weight_statistics and layer.fan_in >= LEAST_INPUTS
    ]
    if not kept:
        raise Missing("plain_layers")
    return median(kept)


def _normalises(name: str, tensor: object) -> bool:
    end = name.rpartition(".")[2]
    gain = end in ("weight", "gamma", "scale") and len(getattr(tensor, "shape", ())) == 1
    return gain or end in ("running_mean", "moving_mean", "weight_g", "original0")
