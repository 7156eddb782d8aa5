"""Sick runs as a fix leaves them: settings changed, or the samples chosen and split anew."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from sklearn.feature_selection import f_classif

from tests.clinic import ward
from tests.clinic.data import Data, prepared
from tests.clinic.patients import Patient
from tests.clinic.recipe import Recipe
from tests.clinic.training import run
from tests.clinic.truth import truth


@dataclass(frozen=True)
class Treated:
    """A recipe whose samples somebody has worked on before training."""

    recipe: Recipe
    samples: Callable[[Data], Data]


def truths(base: str, tried: Recipe | Treated) -> dict[str, float]:
    if isinstance(tried, Recipe):
        return ward.truths(Patient(f"cured-{base}", tried))
    data = tried.samples(prepared(tried.recipe))
    return truth(tried.recipe, data, run(tried.recipe, data))


def resampled(data: Data) -> Data:
    """Rare classes are drawn as often as the largest one."""
    counts = np.bincount(data.y)
    order = [np.resize(np.flatnonzero(data.y == c), counts.max()) for c in np.flatnonzero(counts)]
    drawn = np.concatenate(order)
    return replace(data, x=data.x[drawn], y=data.y[drawn])


def clipped(limit: float) -> Callable[[Data], Data]:
    """The same limits everywhere, also in use."""

    def clip(data: Data) -> Data:
        sets = (data.x, data.x_validation, data.x_honest)
        x, held, honest = (np.clip(some, -limit, limit) for some in sets)
        return replace(data, x=x, x_validation=held, x_honest=honest)

    return clip


def selected(kept: int) -> Callable[[Data], Data]:
    """The features that tell the classes apart best, ranked on the training part alone."""

    def select(data: Data) -> Data:
        vary = data.x.std(axis=0) > 0
        scores = np.zeros(data.x.shape[1])
        scores[vary] = f_classif(data.x[:, vary], data.y)[0]
        best = np.argsort(-scores)[:kept]
        x, held, honest = (some[:, best] for some in (data.x, data.x_validation, data.x_honest))
        return replace(data, x=x, x_validation=held, x_honest=honest)

    return select


def split_anew(data: Data) -> Data:
    """Training and validation set mixed; judged on validation samples that nothing was trained on.

    Where validation came from elsewhere, both parts now hold samples from there.
    """
    known, held = len(data.y), len(data.y_validation)
    x = np.concatenate([data.x, data.x_validation])
    y = np.concatenate([data.y, data.y_validation])
    order = np.random.default_rng(0).permutation(known + held)
    for_training, for_validation = order[held:], order[:held]
    new = for_validation[for_validation >= known] - known
    return Data(
        x[for_training], y[for_training], x[for_validation], y[for_validation], data.classes,
        data.x_honest[new], data.y_honest[new],
    )  # fmt: skip


def until_best(recipe: Recipe) -> Recipe:
    """The weights of the best validation loss are those of a run that ends at that epoch."""
    logged = [row["val_loss"] for row in run(recipe, prepared(recipe)).evaluated]
    return replace(recipe, epochs=1 + int(np.nanargmin(logged)), stop_early=None)


def of_the_missing_kind(recipe: Recipe) -> Treated:
    """New samples from where validation comes from, beside the old ones."""
    everything = prepared(replace(recipe, samples=None))
    x, y = everything.x[recipe.samples :].copy(), everything.y[recipe.samples :]
    x.reshape(len(x), -1)[:, ::2] += recipe.validation_shift

    def add(data: Data) -> Data:
        return replace(data, x=np.concatenate([data.x, x]), y=np.concatenate([data.y, y]))

    return Treated(recipe, add)
