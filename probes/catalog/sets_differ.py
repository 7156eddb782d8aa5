"""Training and validation inputs of different distribution.

What it measures
    By feature the Kolmogorov-Smirnov distance, with its p-value times the number of features; and
    whether a cross-validated linear classifier tells the sets apart (area under the curve).
Why it matters
    What was learned on one need not hold on the other.
Limits
    Either test suffices, with a size that matters: a distance of 0.3, or of 0.15 in a quarter
    of the features, or an area of 0.7. Less is a little, as a later stretch of a series
    differs, and is not judged. Pixels of one image are not independent: of images, the mean and
    deviation by channel are compared. Where labels are there, as many samples of each class are
    compared: sets that only hold the classes in other shares do not differ. Needs 50 samples in
    each.
Source
    Rabanser et al., https://arxiv.org/abs/1810.11953; Lopez-Paz and Oquab,
    https://arxiv.org/abs/1610.06545. A classifier is blind to noise, the distances to joint shifts.
    In the clinic sets that were made to differ have a distance of 0.34 or more, or an area of 1.0;
    copies in one of them make up to 0.29, and up to 0.79 where the copies are most of a set.
"""

import math
from dataclasses import dataclass

import numpy as np
import torch

from probes.batch import Batch
from probes.measures.features import Features
from probes.measures.simple_models import held_out, logistic
from probes.shelf import Missing
from probes.verdict import ABSENT, PRESENT, Verdict, unknown

FAR, SLIGHTLY = 0.3, 0.15
MANY = 0.25  # share of the features, and two at least
CERTAIN = 1e-6
TOLD_APART, SLIGHTLY_APART = 0.7, 0.6
SURE = 5.0
ENOUGH = 50
MOST_SAMPLES = 1500
MOST_FEATURES = 300


@dataclass(frozen=True)
class Difference:
    auc: float
    z: float
    count: int
    features: int
    distance: float  # the farthest that is no chance
    samples: int


def measure(
    batch: Batch,
    validation_batch: Batch,
    features: Features,
    validation_features: Features,
    class_labels: np.ndarray | None = None,
    validation_labels: np.ndarray | None = None,
) -> Difference:
    x, validation_x = batch.x, validation_batch.x
    if class_labels is not None and validation_labels is not None:
        places, validation_places = _of_each_class(class_labels, validation_labels)
        x, validation_x = x[places], validation_x[validation_places]
    one, other = _rows(x, features), _rows(validation_x, validation_features)
    if one.shape[1] != other.shape[1]:
        raise Missing("comparable_sets")
    samples = min(len(one), len(other))
    if samples < ENOUGH:
        return Difference(0.5, 0.0, 0, one.shape[1], 0.0, samples)
    varied = np.concatenate([one, other]).std(axis=0) > 0
    one, other = one[:, varied], other[:, varied]
    if not one.shape[1]:
        return Difference(0.5, 0.0, 0, one.shape[1], 0.0, samples)
    distances = np.array([_distance(a, b) for a, b in zip(one.T, other.T, strict=True)])
    certain = _chances(distances, len(one), len(other)) * len(distances) < CERTAIN
    count = int((certain & (distances > SLIGHTLY)).sum())
    auc, z = _told_apart(one, other)
    farthest = float(distances[certain].max(initial=0.0))
    return Difference(auc, z, count, len(distances), farthest, samples)


def _of_each_class(labels: np.ndarray, others: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Places of the first of each class, as many in both sets."""
    pairs = [
        (np.flatnonzero(labels == name), np.flatnonzero(others == name))
        for name in np.intersect1d(labels, others)
    ]
    sizes = [min(len(one), len(other)) for one, other in pairs]
    kept = [(one[:n], other[:n]) for (one, other), n in zip(pairs, sizes, strict=True)]
    ones = [np.empty(0, dtype=int), *(one for one, _ in kept)]
    return np.concatenate(ones), np.concatenate([ones[0], *(other for _, other in kept)])


def _rows(x: np.ndarray, features: Features) -> np.ndarray:
    places = np.linspace(0, max(len(x) - 1, 0), min(len(x), MOST_SAMPLES)).astype(int)
    flat = np.nan_to_num(x[places].astype(np.float64), posinf=0.0, neginf=0.0)
    if features.kind != "table":
        flat = flat.reshape(len(flat), flat.shape[1] if flat.ndim > 3 else 1, -1)
        flat = np.concatenate([flat.mean(axis=2), flat.std(axis=2)], axis=1)
    flat = flat.reshape(len(flat), -1)
    columns = np.linspace(0, flat.shape[1] - 1, min(flat.shape[1], MOST_FEATURES)).astype(int)
    return flat[:, columns]


def _distance(one: np.ndarray, other: np.ndarray) -> float:
    one, other = np.sort(one), np.sort(other)
    places = np.concatenate([one, other])
    below = np.searchsorted(one, places, "right") / len(one)
    below_other = np.searchsorted(other, places, "right") / len(other)
    return float(np.abs(below - below_other).max())


def _chances(distances: np.ndarray, one: int, other: int) -> np.ndarray:
    """Upper bound of the p-value (first term of Kolmogorov's series)."""
    return np.minimum(1.0, 2 * np.exp(-2 * distances**2 * one * other / (one + other)))


def _told_apart(one: np.ndarray, other: np.ndarray) -> tuple[float, float]:
    """Area under the curve and its distance from 1/2 in standard deviations."""
    x = np.concatenate([one, other])
    x = torch.as_tensor((x - x.mean(axis=0)) / x.std(axis=0))
    is_other = np.repeat([0, 1], [len(one), len(other)])
    y = torch.nn.functional.one_hot(torch.as_tensor(is_other)).double()
    scores = held_out(logistic, x, y)[:, 1].numpy()
    ranks = np.empty(len(scores))
    ranks[np.argsort(scores)] = np.arange(1, len(scores) + 1)
    n, m = len(one), len(other)
    auc = (ranks[is_other == 1].sum() - m * (m + 1) / 2) / (n * m)
    return float(auc), (auc - 0.5) / math.sqrt((n + m + 1) / (12 * n * m))


def judge(found: Difference) -> Verdict:
    if found.samples < ENOUGH:
        return unknown("batch_too_small")
    told_apart = found.auc if found.z > SURE else 0.5
    many = found.count >= max(2, MANY * found.features)
    if found.distance > FAR or many or told_apart > TOLD_APART:
        return PRESENT
    slight = found.count > 0 or told_apart > SLIGHTLY_APART
    return unknown("sets_differ_slightly") if slight else ABSENT
