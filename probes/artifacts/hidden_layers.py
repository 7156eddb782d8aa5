"""Layers that transform: no embeddings, gains, position codes or adapters."""

from probes.measures.layers import Layer
from probes.shelf import Missing


def hidden_layers(layers: tuple[Layer, ...]) -> tuple[Layer, ...]:
    """The output layer is among them."""
    found = tuple(
        layer for layer in layers if layer.kind in ("dense", "conv", "depthwise", "recurrent")
    )
    if not found:
        raise Missing("readable_weights")
    return found
