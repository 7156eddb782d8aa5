"""The network is too narrow for its classes, and has not learnt them.

What it measures
    The outputs of the narrowest hidden layer of weights, the parameters, and the loss of the batch
    in evaluation mode against guessing, of a model that took steps.

Why it matters
    What a layer of few units has merged no later layer can tell apart.

Limits
    Only classifiers: an autoencoder is narrow on purpose. Two conditions: narrow and not learnt.
    A model without a checkpoint that counts its steps may be fresh.

Source
    Ten classes by heart: width 1 and 4 fail in 200 steps, width 16 takes 32. Between them our
    choice, not calibrated.
"""

from dataclasses import dataclass

from probes.graph.layers import kind
from probes.passes.chance import chance
from probes.passes.evaluation import EvaluationPass
from probes.passes.structure import weight_layers
from probes.verdict import ABSENT, Verdict, either, unknown

FULL = {"linear", "addmm", "mm", "matmul"}  # a convolution has its width also in space
NARROW = 4
HIGH_SHARE_OF_CHANCE = 0.5
TRAINED_STEPS = 100


@dataclass(frozen=True)
class Measured:
    width: int
    layer: str
    parameters: int
    classes: int
    loss: float | None
    guessing: float | None
    steps: float | None


def measure(evaluation_pass: EvaluationPass, steps_done: float | None = None) -> Measured:
    objective, output = evaluation_pass.objective, evaluation_pass.prediction
    program = objective.program
    widths = [
        (program.parameters[layer.parameter].shape[0], layer.label)
        for layer in weight_layers(program.graph)[:-1] if kind(layer.node) in FULL
    ]  # fmt: skip
    width, layer = min(widths, default=(0, ""))
    parameters = sum(p.numel() for p in program.trainable)
    told = objective.classifies and output is not None and output.dim() == 2
    classes = output.shape[1] if told else 0
    guessing = chance(objective, output)
    return Measured(width, layer, parameters, classes, evaluation_pass.loss, guessing, steps_done)


def judge(measured: Measured) -> Verdict:
    if not measured.width or measured.width > min(NARROW, measured.classes or NARROW):
        return ABSENT
    if not measured.classes or measured.loss is None or measured.guessing is None:
        return unknown("chance_not_known")
    if measured.loss != measured.loss:
        return unknown("loss_not_finite")
    learnt = measured.loss <= HIGH_SHARE_OF_CHANCE * measured.guessing
    if not learnt and (measured.steps or 0) < TRAINED_STEPS:
        return unknown("model_may_be_fresh")
    return either(not learnt)
