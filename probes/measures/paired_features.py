"""The features of the training and the validation batch, side by side."""

from dataclasses import dataclass

import numpy as np

from probes.measures.features import Features

MOST_PLACES = 20_000


@dataclass(frozen=True, eq=False)
class PairedFeatures:
    """Matrices (places, features) without missing values or constant features."""

    train: np.ndarray
    validation: np.ndarray
    samples: int  # of the smaller batch
    kind: str
    raw: tuple[float, float, float, float]  # mean and deviation of all values, train and validation

    @property
    def features(self) -> int:
        return self.train.shape[1]


def paired(train: Features, validation: Features) -> PairedFeatures | None:
    """None where the sets do not have the same features."""
    if train.count != validation.count or train.kind != validation.kind:
        return None
    one, other = _complete(train.matrix), _complete(validation.matrix)
    varied = (one.std(axis=0) > 0) | (other.std(axis=0) > 0) if len(one) and len(other) else None
    if varied is None or not varied.any():
        return None
    raw = (float(one.mean()), float(one.std()), float(other.mean()), float(other.std()))
    samples = min(train.samples, validation.samples)
    return PairedFeatures(one[:, varied], other[:, varied], samples, train.kind, raw)


def _complete(matrix: np.ndarray) -> np.ndarray:
    kept = matrix[~np.isnan(matrix).any(axis=1)]
    places = np.linspace(0, len(kept) - 1, min(len(kept), MOST_PLACES)).astype(int)
    return kept[places] if len(kept) else kept
