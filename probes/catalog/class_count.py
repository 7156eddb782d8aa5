"""How many classes there are.

What it measures
    The width of one-hot targets, else the different labels of both batches, or the size of the
    last layer where the labels fit it.
Why it matters
    Chance level, initial loss and the size of the output depend on it.
Limits
    A batch may lack rare classes: below 5 samples per class nothing is said without a last layer.
Source
    The definition.
"""

from dataclasses import dataclass

import numpy as np

from probes.batch import Batch
from probes.measures.class_labels import IGNORED
from probes.verdict import Verdict, unknown, valued

ENOUGH_EACH = 5


@dataclass(frozen=True)
class Classes:
    value: float | None
    distinct: int
    highest: int
    samples: int
    head: int | None


def measure(
    batch: Batch,
    class_labels: np.ndarray,
    head_size: int | None = None,
    validation_labels: np.ndarray | None = None,
) -> Classes:
    both = [class_labels] if validation_labels is None else [class_labels, validation_labels]
    labels = np.concatenate(both)
    labels = labels[labels != IGNORED]
    distinct, highest = len(np.unique(labels)), int(labels.max(initial=0))
    value: float | None = None
    if batch.target_kind == "one_hot":
        value = float(batch.y.shape[1])
    elif head_size is not None and 2 <= max(distinct, highest + 1) <= head_size <= 2 * distinct:
        value = float(head_size)
    elif len(labels) >= ENOUGH_EACH * distinct and distinct >= 2:
        value = float(distinct)
    return Classes(value, distinct, highest, len(labels), head_size)


def judge(classes: Classes) -> Verdict:
    return unknown("batch_too_small") if classes.value is None else valued(classes.value)
