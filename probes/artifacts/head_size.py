"""How many outputs the last layer of the checkpoint has."""

from probes.checkpoint import Checkpoint
from probes.measures.layers import Layer
from probes.shelf import Missing


def head_size(checkpoint: Checkpoint, hidden_layers: tuple[Layer, ...]) -> int:
    """Only where the file keeps the order of the layers: elsewhere the last name says nothing."""
    if not checkpoint.ordered or hidden_layers[-1].kind not in ("dense", "conv"):
        raise Missing("head")
    return hidden_layers[-1].units
