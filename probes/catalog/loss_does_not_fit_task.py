"""The loss is one for another kind of targets.

What it measures
    Which standard loss the model's own loss is - its operation in the graph, else the one with
    the same values on random parts of the batch, also with labels exchanged - beside what the
    targets of the batch are. A script or a person that names the loss counts where the graph
    holds none.
Why it matters
    Squared errors of class numbers or a softmax over labels that hold together pull the parameters
    towards something that nobody wants.
Limits
    Whole numbers on one output may be classes or quantities (counts, marks): nothing is said from
    three different ones on. A loss that equals no standard one is not judged, nor squared errors
    of several yes/no targets: they may be pixels. One-versus-rest BCE of classes fits.
Source
    The losses' definitions in torch.nn; Bishop 2006, section 4.3, on their targets.
"""

from dataclasses import dataclass

import numpy as np

from probes.batch import Batch
from probes.passes.losses import class_dimension
from probes.passes.named_loss import QUANTITIES, NamedLoss
from probes.passes.objective import Objective
from probes.shelf import Missing
from probes.verdict import ABSENT, PRESENT, Verdict, either, unknown

ENOUGH = 16  # samples
OF_CLASSES = ("cross_entropy", "nll", "bce", "bce_with_logits", "hinge")
SUMS_TO_ONE = 1e-3  # soft labels in float32
TASKS = {
    "class_ids": "classification", "binary": "classification", "one_hot": "classification",
    "multi_label": "multi_label", "real": "regression",
    "sequence": "sequence", "class_map": "segmentation",
}  # fmt: skip


@dataclass(frozen=True)
class Fit:
    task: str | None
    loss: str | None
    form: str  # how the targets enter the loss
    outputs: int
    distinct: int  # values among the targets
    shares: bool  # the targets are chances, in rows that sum to one where there are several
    samples: int


def measure(objective: Objective, batch: Batch, named_loss: NamedLoss | None = None) -> Fit:
    y = batch.y
    if y is None:
        raise Missing("labels")
    loss, form = (named_loss.kind, named_loss.form) if named_loss else (None, "as_given")
    if objective.loss_from == "said":
        loss = objective.loss_kind
    elif named_loss is None:
        raise Missing("loss")
    outputs = named_loss.width if named_loss else _outputs(objective)
    return Fit(
        TASKS.get(batch.target_kind), loss, form, outputs, len(np.unique(y)), _shares(y), len(y)
    )


def _outputs(objective: Objective) -> int:
    _, prediction = objective.evaluate("eval")
    if prediction is None or prediction.dim() < 2:
        return 1
    return int(prediction.shape[class_dimension(prediction)])


def _shares(y: np.ndarray) -> bool:
    inside = bool(((y >= 0) & (y <= 1)).all())
    if y.ndim < 2 or y.shape[1] == 1:
        return inside
    return inside and bool((abs(y.sum(axis=1) - 1) < SUMS_TO_ONE).all())


def judge(fit: Fit) -> Verdict:
    if fit.samples < ENOUGH:
        return unknown("batch_too_small")
    if fit.loss is None:
        return unknown("loss_equals_no_standard_one")
    if fit.loss not in (*OF_CLASSES, *QUANTITIES) or fit.task is None:
        return unknown("loss_decides_form")
    if fit.task == "classification":
        return _of_classes(fit)
    if fit.loss in QUANTITIES:
        return ABSENT if fit.task == "regression" else unknown("classes_or_quantities")
    if fit.task == "multi_label":
        return either(fit.loss in ("cross_entropy", "nll"))
    if fit.task == "regression":
        return either(not fit.shares)
    return ABSENT


def _of_classes(fit: Fit) -> Verdict:
    if fit.loss not in QUANTITIES:
        return ABSENT
    as_classes = fit.outputs >= max(fit.distinct, 2)
    yes_or_no = fit.outputs == 1 and fit.distinct == 2
    return PRESENT if as_classes or yes_or_no else unknown("classes_or_quantities")
