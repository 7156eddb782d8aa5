"""The state of the (first) optimizer in a checkpoint."""

from probes.checkpoint import Checkpoint, OptimizerState
from probes.shelf import Missing


def optimizer_state(checkpoint: Checkpoint) -> OptimizerState:
    if checkpoint.optimizer is None:
        raise Missing("optimizer_state")
    return checkpoint.optimizer
