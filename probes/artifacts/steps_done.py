"""How many optimizer steps stand behind a checkpoint, where it tells."""

from probes.checkpoint import Checkpoint


def steps_done(checkpoint: Checkpoint) -> float | None:
    """From the optimizer's own counters first; None where nothing is said."""
    counted = [
        state.step
        for optimizer in checkpoint.optimizers
        for state in optimizer.parameters
        if state.step is not None
    ]
    return max(counted) if counted else checkpoint.step
