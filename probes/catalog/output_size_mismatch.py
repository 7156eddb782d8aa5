"""The number of outputs is not the number of classes.

What it measures
    The classes of the model's output and those of the labels of the batch.

Why it matters
    With fewer outputs than classes training fails or some class can never be predicted; with many
    more, the last layer was made for another task.

Limits
    A batch shows only some of the classes: more outputs than classes counts only where the labels
    would have had room for all (ten samples per output) and outputs are at least twice as many.

Source
    By counting.
"""

from dataclasses import dataclass

from probes.passes import losses
from probes.passes.evaluation import EvaluationPass
from probes.shelf import Missing
from probes.verdict import Verdict, either, unknown

SAMPLES_PER_OUTPUT = 10
FAR_MORE = 2


@dataclass(frozen=True)
class Measured:
    outputs: int
    classes: int
    samples: int


def measure(evaluation_pass: EvaluationPass) -> Measured:
    objective, output = evaluation_pass.objective, evaluation_pass.prediction
    targets = objective.targets
    if targets is None or targets.is_floating_point() or output.dim() < 2:
        raise Missing("class_labels")
    if objective.loss_kind not in (None, "cross_entropy", "nll"):
        raise Missing("class_labels")
    valid = targets[targets != losses.IGNORED]
    classes = int(valid.max()) + 1 if valid.numel() else 0
    outputs = output.shape[losses.class_dimension(output)]
    if outputs == 1:
        raise Missing("class_labels")
    return Measured(outputs, classes, int(valid.numel()))


def judge(measured: Measured) -> Verdict:
    if measured.classes > measured.outputs:
        return either(True)
    if measured.outputs < FAR_MORE * measured.classes:
        return either(False)
    enough = measured.samples >= SAMPLES_PER_OUTPUT * measured.outputs
    return either(True) if enough else unknown("batch_too_small")
