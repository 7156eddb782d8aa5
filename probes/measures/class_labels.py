"""Targets as class numbers, where they are classes."""

import numpy as np

from probes.batch import Batch

IGNORED = -100  # PyTorch's default for labels that do not count
LEAST_REPEATS = 5  # of the median label; whole-numbered regression targets repeat less


def class_labels_of(batch: Batch) -> np.ndarray | None:
    """One number per sample; None where the targets are something else."""
    y, kind = batch.y, batch.target_kind
    if y is None or kind not in ("class_ids", "binary", "one_hot") or not np.isfinite(y).all():
        return None
    if kind == "one_hot":
        return y.argmax(axis=1)
    labels = y.reshape(-1).astype(np.int64)
    counts = np.unique(labels, return_counts=True)[1]
    return labels if len(counts) <= 20 or np.median(counts) >= LEAST_REPEATS else None


def real_targets_of(batch: Batch) -> np.ndarray | None:
    """(samples, targets) of a regression; None where the targets are something else."""
    y, kind = batch.y, batch.target_kind
    whole = kind == "class_ids" and class_labels_of(batch) is None
    if y is None or not (kind == "real" or whole) or y.ndim > 2:
        return None
    return y.reshape(len(y), -1).astype(np.float64)
