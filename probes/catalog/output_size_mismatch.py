"""The number of outputs is not the number of classes.

What it measures
    The classes of the model's output and those of the labels of the batch.

Why it matters
    With fewer outputs than classes training fails or some class can never be predicted; with many
    more, the last layer was made for another task.

Limits
    A batch shows only some of the classes: more outputs than classes counts only where the labels
    would have had room for all (ten samples per output), outputs are at least twice as many, and
    the samples do not stand in the order of their classes.

Source
    By counting.
"""

from dataclasses import dataclass

import numpy as np
from torch import Tensor

from probes.catalog import samples_ordered_by_class
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
    in_order: bool = False


def measure(
    evaluation_pass: EvaluationPass, validation_labels: np.ndarray | None = None
) -> Measured:
    objective, output = evaluation_pass.objective, evaluation_pass.prediction
    targets = objective.targets
    if targets is None or targets.is_floating_point() or output.dim() < 2:
        raise Missing("class_labels")
    if objective.loss_kind not in (None, "cross_entropy", "nll"):
        raise Missing("class_labels")
    valid = targets[targets != losses.IGNORED]
    classes = int(valid.max()) + 1 if valid.numel() else 0
    if validation_labels is not None:
        classes = max(classes, int(validation_labels.max(initial=-1)) + 1)
    outputs = _outputs(output, targets)
    if outputs == 1:
        raise Missing("class_labels")
    order = samples_ordered_by_class.measure(valid.reshape(-1).cpu().numpy())
    in_order = samples_ordered_by_class.judge(order).state == "present"
    return Measured(outputs, classes, int(valid.numel()), in_order)


def _outputs(output: Tensor, targets: Tensor) -> int:
    """For each label: a head of (N, 30), reshaped in the loss, answers labels of (N, 3) by ten."""
    wide = output.shape[losses.class_dimension(output)]
    labels = targets[0].numel() if targets.dim() > 1 and output.dim() == 2 else 1
    return wide // labels if wide % labels == 0 else wide


def judge(measured: Measured) -> Verdict:
    if measured.classes > measured.outputs:
        return either(True)
    if measured.outputs < FAR_MORE * measured.classes:
        return either(False)
    if measured.in_order:
        return unknown("batch_may_be_a_part")
    enough = measured.samples >= SAMPLES_PER_OUTPUT * measured.outputs
    return either(True) if enough else unknown("batch_too_small")
