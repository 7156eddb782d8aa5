"""Where every experiment begins: model, batch, loss and setting, and weights that are finite."""

from probes.batch import Batch
from probes.checkpoint import Checkpoint
from probes.graph.program import Program
from probes.passes.objective import make
from probes.passes.redrawn import broken
from probes.refusal import Refusal
from probes.shelf import Missing
from probes.trials.setting import setting_of
from probes.trials.trial import Trial


def beginning(
    program: Program,
    batch: Batch,
    checkpoint: Checkpoint | None = None,
    loss: str | None = None,
    rate: float | None = None,
    optimizer: str | None = None,
) -> Trial:
    """The control: as the person has it, weights drawn anew only where they are NaN."""
    objective = make(program, batch, loss)
    if not objective.has_loss:
        raise Missing("loss")
    if not program.trainable:
        raise Refusal("nothing_to_train")
    setting = setting_of(checkpoint, rate, optimizer)
    return Trial(objective, setting, tuple(broken(program)))
