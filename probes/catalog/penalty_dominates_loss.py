"""The weight penalty is larger than the loss on the data.

What it measures
    Half the weight decay times the squared norm of the parameters, beside the loss of the batch;
    and whether the loss is still high. Where the weights have also shrunk below their usual start
    (see weights_shrunk_by_decay) a loss that is merely not low counts.

Why it matters
    The optimizer then shrinks weights rather than fits the data.

Limits
    Decoupled decay (AdamW) adds no term to the loss: the number is what it amounts to. A well
    fitted model has nearly no loss left, so the loss must be high too: above half of chance, or a
    tenth where the weights have shrunk.

Source
    Our own choice: a penalty above the loss, and a loss above half of chance. A tenth was set on
    the clinic's tuning half: healthy runs keep weights of 1.2 of the start, and 2 % of the loss.
"""

from dataclasses import dataclass

from probes.checkpoint import Checkpoint
from probes.passes.chance import chance
from probes.passes.training import TrainingPass
from probes.shelf import Missing
from probes.verdict import ABSENT, Verdict, either, unknown

HIGH_SHARE_OF_CHANCE = 0.5
NOT_LOW_SHARE_OF_CHANCE = 0.1
SHRUNK = 1.0  # of the start


@dataclass(frozen=True)
class Measured:
    penalty: float
    loss: float
    weight_decay: float
    chance: float | None
    kept: float | None = None


def measure(
    training_pass: TrainingPass, checkpoint: Checkpoint, starting_scale_kept: float | None = None
) -> Measured:
    optimizer = checkpoint.optimizer
    decay = optimizer.setting("weight_decay") if optimizer is not None else None
    if decay is None:
        raise Missing("weight_decay")
    squared = sum(gradient.weight_norm**2 for gradient in training_pass.gradients.values())
    return Measured(
        0.5 * decay * squared,
        training_pass.loss,
        decay,
        chance(training_pass.objective, training_pass.prediction),
        starting_scale_kept,
    )


def judge(measured: Measured) -> Verdict:
    if measured.loss != measured.loss:
        return unknown("loss_not_finite")
    if measured.penalty <= abs(measured.loss):
        return ABSENT
    if measured.chance is None:
        return unknown("chance_not_known")
    shrunk = measured.kept is not None and measured.kept < SHRUNK
    high = NOT_LOW_SHARE_OF_CHANCE if shrunk else HIGH_SHARE_OF_CHANCE
    return either(measured.loss > high * measured.chance)
