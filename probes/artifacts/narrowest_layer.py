"""The layer through which the fewest numbers reach the classes, from the model or a checkpoint."""

import numpy as np

from probes.checkpoint import Checkpoint
from probes.measures.class_labels import IGNORED
from probes.measures.layers import layers_of
from probes.passes.bottleneck import Narrowest, narrowest
from probes.passes.objective import Objective
from probes.shelf import Missing


def narrowest_layer(
    objective: Objective | None = None,
    checkpoint: Checkpoint | None = None,
    class_labels: np.ndarray | None = None,
) -> Narrowest:
    """The graph shows all ways; shapes only the layer before the last one."""
    if objective is not None:
        found = narrowest(objective) if objective.classifies else None
    else:
        found = _before_the_head(checkpoint, class_labels) if checkpoint is not None else None
    if found is None:
        raise Missing("chain_to_classes")
    return found


def _before_the_head(checkpoint: Checkpoint, labels: np.ndarray | None) -> Narrowest | None:
    """Where the last two matrices fit together, and the labels need most of the outputs.

    Adapters, squeeze and excitation or attention may end a file too, but do not fit the labels.
    """
    two = [layer for layer in layers_of(checkpoint) if layer.kind != "norm"][-2:]
    if not checkpoint.ordered or labels is None or len(two) < 2:
        return None
    layer, head = two
    if {layer.kind, head.kind} != {"dense"} or head.fan_in != layer.units:
        return None
    known = labels[labels != IGNORED]
    needed = int(known.max()) + 1 if known.size else 0
    if not head.units / 2 < needed <= head.units or head.units == layer.fan_in:
        return None
    return Narrowest(layer.name.rpartition(".")[0], layer.units, layer.fan_in, head.units)
