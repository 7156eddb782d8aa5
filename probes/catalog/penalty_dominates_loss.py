"""The weight penalty is larger than the loss on the data.

What it measures
    Half the weight decay times the squared norm of the parameters, beside the loss of the batch;
    and whether the loss is still high.

Why it matters
    The optimizer then shrinks weights rather than fits the data.

Limits
    Decoupled decay (AdamW) adds no term to the loss: the number is what it amounts to. A well
    fitted model has nearly no loss left, so the loss must be high too: above half of chance.

Source
    Our own choice, not calibrated: a penalty above the loss, and a loss above half of chance.
"""

from dataclasses import dataclass

from probes.checkpoint import Checkpoint
from probes.passes.chance import chance
from probes.passes.training import TrainingPass
from probes.shelf import Missing
from probes.verdict import ABSENT, Verdict, either, unknown

HIGH_SHARE_OF_CHANCE = 0.5


@dataclass(frozen=True)
class Measured:
    penalty: float
    loss: float
    weight_decay: float
    chance: float | None


def measure(training_pass: TrainingPass, checkpoint: Checkpoint) -> Measured:
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
    )


def judge(measured: Measured) -> Verdict:
    if measured.loss != measured.loss:
        return unknown("loss_not_finite")
    if measured.penalty <= abs(measured.loss):
        return ABSENT
    if measured.chance is None:
        return unknown("chance_not_known")
    return either(measured.loss > HIGH_SHARE_OF_CHANCE * measured.chance)
