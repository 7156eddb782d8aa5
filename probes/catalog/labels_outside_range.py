"""Labels outside what the outputs can mean.

What it measures
    The lowest and highest label against the number of outputs of the checkpoint's last layer, and
    against 0 and 1 where the model's loss is a binary cross-entropy.
Why it matters
    On a GPU such a label crashes without a clear message, elsewhere it reads a wrong output.
Limits
    The ignored label -100 does not count. Without a checkpoint whose order is certain only
    negative labels beside a label above 1 are seen. A single output goes with the labels 0 and 1,
    or -1 and 1 for hinge losses.
Source
    PyTorch's CrossEntropyLoss: targets in [0, C).
"""

from dataclasses import dataclass

import numpy as np

from probes.measures.class_labels import IGNORED
from probes.passes.objective import Objective
from probes.verdict import ABSENT, PRESENT, Verdict, unknown

BINARY = ("bce", "bce_with_logits")


@dataclass(frozen=True)
class Range:
    low: float
    high: float
    classes: int | None
    count: int
    samples: int


def measure(
    class_labels: np.ndarray, head_size: int | None = None, objective: Objective | None = None
) -> Range:
    labels = class_labels[class_labels != IGNORED]
    if not labels.size:
        return Range(0.0, 0.0, head_size, 0, 0)
    low, high = int(labels.min()), int(labels.max())
    outside = labels < 0
    if head_size is not None and head_size > 1:
        outside |= labels >= head_size
    if objective is not None and objective.loss_kind in BINARY:
        beyond = int(((labels < 0) | (labels > 1)).sum())
        return Range(float(low), float(high), 2, beyond, len(labels))
    if set(np.unique(labels)) <= {-1, 1}:
        outside &= False
    return Range(float(low), float(high), head_size, int(outside.sum()), len(labels))


def judge(found: Range) -> Verdict:
    if not found.samples:
        return unknown("needs_class_labels")
    if found.count:
        return PRESENT if found.classes and found.classes > 1 else unknown("needs_head")
    return ABSENT if found.classes and found.classes > 1 else unknown("needs_head")
