"""The logistic regression that readers of text are, and its kept arrays."""

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.understanding.keeping import keep

Matrix = NDArray[np.float32]
INVERSE_PENALTY = 30.0  # "C" of the regression; fixed in advance, as measured in the research
MOST_STEPS = 60  # of its optimiser: later ones change no decision


def fitted(features: Any, labels: Sequence[str]) -> Any:
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=INVERSE_PENALTY, max_iter=MOST_STEPS)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # it ends after so many steps by design
        model.fit(features, labels)
    return model


def keep_fit(kept: Path, weights: Matrix, biases: Matrix) -> None:
    keep(kept, weights=weights.astype(np.float16), biases=biases)


def kept_fit(kept: Path | None, shape: tuple[int, int]) -> tuple[Matrix, Matrix] | None:
    """Weights of that shape and biases; None where nothing of the kind was kept."""
    if kept is None or not kept.is_file():
        return None
    with np.load(kept, allow_pickle=False) as found:
        weights, biases = found["weights"], found["biases"]
    return (weights.astype(np.float32), biases) if weights.shape == shape else None
