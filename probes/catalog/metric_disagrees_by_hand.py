"""The logged validation accuracy is not that of the model.

What it measures
    The share of the validation batch that the model answers rightly, in evaluation and in training
    mode, beside the accuracy that the run logged last; and whether the logged loss is the model's.
Why it matters
    Decisions rest on a number that counts something else: a wrong divisor, axis or class.
Limits
    A batch is a part of the set: only a gap beyond five standard errors of a share, the log's own
    movement and a tenth is one. The loss must agree in the same comparison, else the checkpoint or
    the batch may be others; where no loss was logged, nothing the run ever logged may be near.
    Accuracy of one answer per sample only.
Source
    The binomial standard error; the thresholds are our choice.
"""

import math
from dataclasses import dataclass

import torch

from probes.batch import Batch
from probes.curve import Curve
from probes.passes.objective import Objective
from probes.passes.right_answers import share_right
from probes.shelf import Missing
from probes.verdict import ABSENT, PRESENT, Verdict, unknown

FEWEST_SAMPLES = 32
PARTS = 8  # of the batch, for the noise of its loss
RECENT = 3  # records, whose movement counts as noise
FAR, NEAR = 5.0, 3.0  # standard errors
GAP = 0.1  # the least that is called another accuracy


@dataclass(frozen=True)
class Counted:
    logged: float
    counted: float
    train: float  # counted in training mode
    error: float
    moved: float
    nearest: float  # of all logged values to the counted one
    loss_agrees: bool | None  # None where none was logged
    samples: int


def measure(
    validation_objective: Objective,
    validation_batch: Batch,
    validation_accuracy: Curve,
    validation_curve: Curve | None = None,
) -> Counted:
    objective = validation_objective
    if validation_batch.target_kind not in ("class_ids", "binary", "one_hot"):
        raise Missing("class_labels")
    with torch.no_grad():
        counted = share_right(objective, "eval")
        train = share_right(objective, "train")
    samples = objective.samples
    kept = min(max(counted, 1 / samples), 1 - 1 / samples)  # a share of 0 or 1 has an error too
    values = validation_accuracy.values
    recent = values[-RECENT:]
    return Counted(
        float(values[-1]), counted, train, math.sqrt(kept * (1 - kept) / samples),
        float(recent.max() - recent.min()), float(abs(values - counted).min()),
        _loss_agrees(objective, validation_curve), samples,
    )  # fmt: skip


def _loss_agrees(objective: Objective, curve: Curve | None) -> bool | None:
    if curve is None or not curve.points or not objective.has_loss:
        return None
    size = objective.samples // PARTS
    if not size:
        return None
    parts = [objective.part(slice(at * size, (at + 1) * size)) for at in range(PARTS)]
    with torch.no_grad():
        whole, _ = objective.evaluate("eval")
        each = torch.stack([part.evaluate("eval")[0] for part in parts]).double()
    recent = curve.values[-RECENT:]
    noise = math.hypot(float(each.std()) / math.sqrt(PARTS), float(recent.max() - recent.min()) / 2)
    return abs(float(whole) - float(recent[-1])) < NEAR * noise


def judge(counted: Counted) -> Verdict:
    if counted.samples < FEWEST_SAMPLES:
        return unknown("batch_too_small")
    allowed = FAR * counted.error + counted.moved
    far = max(allowed, GAP)
    away, away_in_training = (
        abs(counted.logged - share) for share in (counted.counted, counted.train)
    )
    if away < NEAR * counted.error + counted.moved / 2:
        return ABSENT
    if min(away, away_in_training) < far:
        return unknown("accuracy_may_be_sampling")
    if counted.loss_agrees is False or (counted.loss_agrees is None and counted.nearest < far):
        return unknown("checkpoint_may_be_another")
    return PRESENT
