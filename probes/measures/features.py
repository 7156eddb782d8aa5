"""What counts as a feature of an input: a column of a table, a channel of an image."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from probes.batch import Batch

Kind = Literal["table", "images", "sequence"]

MOST_ENTRIES = 4_000_000  # that are looked at; more are sampled evenly
_CHANNELS = (1, 2, 3, 4)


@dataclass(frozen=True, eq=False)
class Features:
    """`matrix` is (places, features) in float64, NaN where a value is missing or infinite.

    A place is a sample of a table, a pixel of an image or a step of a sequence.
    """

    kind: Kind
    matrix: np.ndarray
    samples: int
    names: tuple[str, ...]

    @property
    def count(self) -> int:
        return self.matrix.shape[1]

    @property
    def sparse(self) -> bool:
        """Many zeros: counts, one-hot codes, ink on paper."""
        flat = self.matrix.reshape(-1)
        return bool((flat == 0).mean() > 0.3)

    def name(self, place: int) -> str:
        return self.names[place] if place < len(self.names) else str(place)


def features_of(batch: Batch) -> Features | None:
    """None where the input is token ids or other whole numbers that are not meant as sizes."""
    x = batch.x
    if not _is_measured(x, batch) or x.size == 0 or x.ndim < 1:
        return None
    kind, last = _arranged(x[_even(len(x), x[0].size if x.ndim > 1 else 1)])
    matrix = last.reshape(-1, last.shape[-1])
    matrix = matrix[_even(len(matrix), matrix.shape[1])].astype(np.float64)
    matrix[~np.isfinite(matrix)] = np.nan
    return Features(kind, matrix, len(x), batch.feature_names)


def _is_measured(x: np.ndarray, batch: Batch) -> bool:
    if x.dtype.kind == "f":
        return True
    pixels = x.dtype == np.uint8 or (x.dtype.kind in "iu" and x.ndim >= 3)
    return pixels or (x.dtype.kind in "iu" and bool(batch.feature_names))


def _even(count: int, size: int) -> np.ndarray:
    most = max(1, MOST_ENTRIES // max(size, 1))
    return np.unique(np.linspace(0, count - 1, min(count, most)).astype(int))


def _arranged(x: np.ndarray) -> tuple[Kind, np.ndarray]:
    """The same array with its features on the last axis."""
    if x.ndim <= 2:
        return "table", x.reshape(len(x), -1)
    if x.ndim == 3:
        square = x.shape[1] == x.shape[2]
        return ("images", x[..., None]) if square else ("sequence", x)
    if x.shape[-1] in _CHANNELS and x.shape[1] not in _CHANNELS:
        return "images", x
    return "images", np.moveaxis(x, 1, -1)


def standardised_samples(x: np.ndarray, most_samples: int, most_columns: int) -> np.ndarray:
    """(samples, columns) with mean 0 and deviation 1 by column; large inputs are averaged down."""
    picked = x[np.unique(np.linspace(0, len(x) - 1, min(len(x), most_samples)).astype(int))]
    flat = picked.reshape(len(picked), -1).astype(np.float64)
    flat = np.nan_to_num(flat, nan=0.0, posinf=0.0, neginf=0.0)
    if flat.shape[1] > most_columns:
        width = -(-flat.shape[1] // most_columns)
        padded = np.pad(flat, ((0, 0), (0, -flat.shape[1] % width)))
        flat = padded.reshape(len(flat), -1, width).mean(axis=2)
    deviation = flat.std(axis=0)
    kept = deviation > 1e-12
    return (flat[:, kept] - flat[:, kept].mean(axis=0)) / deviation[kept]
