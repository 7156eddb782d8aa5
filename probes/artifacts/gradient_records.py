"""What the optimizer remembers of the gradients, parameter by parameter, in its own order."""

from probes.checkpoint import Checkpoint, OptimizerState
from probes.measures.optimizer_record import Record, record_of
from probes.shelf import Missing


def gradient_records(checkpoint: Checkpoint, optimizer_state: OptimizerState) -> tuple[Record, ...]:
    """Only parameters whose state belongs to them for certain."""
    found = [
        record_of(optimizer_state, state, checkpoint.weights[state.name])
        for state in optimizer_state.parameters
        if state.name in checkpoint.weights and checkpoint.weights[state.name].size
    ]
    records = tuple(record for record in found if record is not None)
    if not records:
        raise Missing("gradient_records")
    return records
