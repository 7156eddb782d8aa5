"""The weight matrices and kernels of a checkpoint, in order."""

from probes.checkpoint import Checkpoint
from probes.measures.layers import Layer, layers_of
from probes.shelf import Missing


def layers(checkpoint: Checkpoint) -> tuple[Layer, ...]:
    found = layers_of(checkpoint)
    if not found:
        raise Missing("readable_weights")
    return found
