"""How good a run really is: measured rightly on new samples, whatever the person logged."""

import math
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from tests.clinic.data import Data
from tests.clinic.metrics import accuracy
from tests.clinic.recipe import Recipe

if TYPE_CHECKING:
    from tests.clinic.training import Outcome

LATE = 5  # epochs at the end
WORST = 1e6  # stands for what is not finite


def truth(recipe: Recipe, data: Data, outcome: "Outcome") -> dict[str, float]:
    """`score` is the balanced accuracy or R², `error` the loss per sample in units of its own."""
    told = _told(recipe, data, outcome)
    with torch.no_grad():
        output = outcome.model.eval()(_tensor(data.x_honest))
        score, error = _judged(output, torch.from_numpy(data.y_honest), recipe)
        seen, fitted = _judged(
            outcome.model(_tensor(data.x[:512])), torch.from_numpy(data.y[:512]), recipe
        )
    found = {"score": score, "error": error, "seen": seen, "fitted": fitted, **told}
    return {name: _finite(value) for name, value in found.items()}


def _judged(output: Tensor, y: Tensor, recipe: Recipe) -> tuple[float, float]:
    if y.dtype.is_floating_point:
        error = float(functional.mse_loss(output, y)) / recipe.target_scale**2
        return 1 - error / (float(y.var(correction=0)) / recipe.target_scale**2), error
    y = y.clamp(min=0)
    kinds = [accuracy(output[y == c], y[y == c]) / int((y == c).sum()) for c in y.unique()]
    if output.shape[-1] == 1:
        output = torch.cat([torch.zeros_like(output), output], 1)
    if recipe.head in ("softmax", "sigmoid"):
        output = torch.log(output.clamp(min=1e-12))
    return float(np.mean(kinds)), float(functional.cross_entropy(output, y))


def _told(recipe: Recipe, data: Data, outcome: "Outcome") -> dict[str, float]:
    """What the last epochs of the log say, and what the logged accuracy ought to say."""
    losses = [row["val_loss"] for row in outcome.evaluated[-LATE:]]
    right = [row["val_acc"] for row in outcome.evaluated[-LATE:]]
    trained = [row["train_loss"] for row in outcome.evaluated]
    every = [row["val_loss"] for row in outcome.evaluated]
    with torch.no_grad():
        output = outcome.model.eval()(_tensor(data.x_honest))
    plain = accuracy(output, torch.from_numpy(data.y_honest)) / max(len(data.y_honest), 1)
    return {
        "told_score": float(np.mean(right)) if data.classes else math.nan,
        "plain_score": plain if data.classes else math.nan,
        "told_error": losses[-1],
        "best_error": min(every, key=lambda value: (math.isnan(value), value)),
        "swing": float(np.std(losses)),
        "swing_of_score": float(np.std(right)),
        "training_loss": float(np.mean(trained[-3:])),
        "training_swing": float(np.std(trained[-LATE:])),
        "nan": float(not np.isfinite(trained).all()),
    }


def _tensor(x: np.ndarray) -> Tensor:
    return torch.from_numpy(x if x.dtype == np.float32 else x.astype(np.int64))


def _finite(value: float) -> float:
    return value if math.isfinite(value) and abs(value) < WORST else WORST
