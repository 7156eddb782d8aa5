"""Root mean square of each input of the network, as the optimizer's memory tells it."""

import numpy as np

from probes.checkpoint import Checkpoint, OptimizerState
from probes.measures import remembered_inputs as measures
from probes.measures.layers import Layer
from probes.shelf import Missing


def remembered_inputs(
    checkpoint: Checkpoint, optimizer_state: OptimizerState, layers: tuple[Layer, ...]
) -> np.ndarray:
    """Only where the file keeps the order of the layers, and the first one meets the inputs."""
    first = layers[0]
    if not checkpoint.ordered or first.kind not in ("dense", "conv", "recurrent"):
        raise Missing("batch")
    found = measures.remembered_inputs(checkpoint, optimizer_state, first)
    if found is None:
        raise Missing("batch")
    return found
