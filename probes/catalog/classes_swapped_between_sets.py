"""Classes that the validation set calls by another name than the training set.

What it measures
    A logistic regression learns the training batch and is asked about the validation batch: by
    validation class, the answer it gives most often and its share.
Why it matters
    A model cannot be right on labels that were numbered otherwise, however well it has learned.
Limits
    Needs the same inputs in both batches, 5 samples per class, and a task that the regression
    learns on the training batch. Two classes must be answered otherwise than they are labelled,
    each for the most part by one other class: what is merely hard is spread over several.
Source
    The confusion matrix of domain adaptation (Lipton et al. 2018, label shift). Swapped classes are
    answered by one other class in 0.8 to 1 of the samples, hard ones below 0.4 (digits).
"""

from dataclasses import dataclass

import numpy as np
import torch
from torch.nn.functional import one_hot

from probes.artifacts.sample_matrix import MOST_COLUMNS, MOST_SAMPLES
from probes.batch import Batch
from probes.measures.features import Features, standardised_samples
from probes.measures.label_skill import LabelSkill
from probes.measures.simple_models import logistic
from probes.shelf import Missing
from probes.verdict import Verdict, either, unknown

LEARNABLE = 0.5  # way from guessing to perfect, cross-validated on the training batch
MOSTLY = 0.6
LEAST_SWAPPED = 2
ENOUGH_EACH = 5


@dataclass(frozen=True)
class Swaps:
    """`label` is the first class that is answered by another one, `called` that one."""

    count: int
    label: int
    called: int
    share: float
    skill: float
    classes: int


def measure(
    batch: Batch,
    validation_batch: Batch,
    features: Features,
    validation_features: Features,
    class_labels: np.ndarray,
    validation_labels: np.ndarray,
    label_skill: LabelSkill,
) -> Swaps:
    if (
        features.count != validation_features.count
        or batch.x.shape[1:] != validation_batch.x.shape[1:]
    ):
        raise Missing("comparable_sets")
    names = np.unique(class_labels)
    if label_skill.linear < LEARNABLE or len(class_labels) > MOST_SAMPLES:
        return Swaps(0, 0, 0, 0.0, label_skill.linear, len(names))
    told = names[_answers(batch.x, np.searchsorted(names, class_labels), validation_batch.x)]
    found = [_most(told[validation_labels == name], name) for name in names]
    swapped = [one for one in found if one[1] != one[0] and one[2] >= MOSTLY]
    label, called, share = swapped[0] if swapped else (0, 0, 0.0)
    return Swaps(len(swapped), label, called, share, label_skill.linear, len(names))


def _answers(x: np.ndarray, labels: np.ndarray, new: np.ndarray) -> np.ndarray:
    both = standardised_samples(np.concatenate([x, new]), len(x) + len(new), MOST_COLUMNS)
    rows = torch.as_tensor(both, dtype=torch.float64)
    y = one_hot(torch.as_tensor(labels)).double()
    return logistic(rows[: len(x)], y, rows[len(x) :]).argmax(dim=1).numpy()


def _most(told: np.ndarray, name: int) -> tuple[int, int, float]:
    """The class, the answer given most often and its share; itself where there are too few."""
    if len(told) < ENOUGH_EACH:
        return int(name), int(name), 0.0
    answers, counts = np.unique(told, return_counts=True)
    return int(name), int(answers[counts.argmax()]), float(counts.max() / len(told))


def judge(swaps: Swaps) -> Verdict:
    if swaps.skill < LEARNABLE:
        return unknown("too_hard_for_a_simple_model")
    return either(swaps.count >= LEAST_SWAPPED)
