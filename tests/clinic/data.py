"""Data split into training and validation set, scaled and spoilt as the recipe says."""

from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from tests.clinic import spoiling, varied
from tests.clinic.recipe import Recipe
from tests.clinic.sources import SOURCES, TOKENS

VALIDATION_SHARE = 0.25


@dataclass(frozen=True)
class Data:
    """`classes` is 0 for regression; targets are then (N, 1) floats.

    `x_honest` and `y_honest` are what the run is judged on: new samples, prepared as the training
    set was meant to be.
    """

    x: np.ndarray
    y: np.ndarray
    x_validation: np.ndarray
    y_validation: np.ndarray
    classes: int
    x_honest: np.ndarray
    y_honest: np.ndarray


@cache
def whole(name: str) -> tuple[np.ndarray, np.ndarray, int]:
    if varied.is_drawn(name):
        found = varied.drawn(name)
        x, y, classes = found.x, found.y, found.classes
    else:
        x, y, classes = SOURCES[name]()
    return x if are_ids(name) else x.astype(np.float32), y, classes


def are_ids(name: str) -> bool:
    return name in TOKENS or name.startswith(varied.phrases.__name__)


def prepared(recipe: Recipe) -> Data:
    x, y, classes = whole(recipe.data)
    rng = np.random.default_rng(recipe.seed + 1000)
    order = rng.permutation(len(x))
    x, y = x[order], y[order]
    held = int(len(x) * VALIDATION_SHARE)
    data = Data(x[held:], y[held:], x[:held], y[:held], classes, x[:held], y[:held])
    data = _scaled(data, recipe)
    data = replace(data, x=data.x[: recipe.samples], y=data.y[: recipe.samples])
    return spoiling.spoilt(data, recipe, rng)


def _scaled(data: Data, recipe: Recipe) -> Data:
    if recipe.normalise and not are_ids(recipe.data):
        axes = 0 if data.x.ndim == 2 else None
        mean, spread = data.x.mean(axes), data.x.std(axes) + 1e-6
        data = _of_inputs(data, lambda x: (x - mean) / spread)
    if recipe.input_scale != 1.0:
        data = _of_inputs(data, lambda x: x * np.float32(recipe.input_scale))
    if data.classes == 0:
        mean, spread = data.y.mean(), data.y.std() / recipe.target_scale
        y, held = ((some - mean) / spread for some in (data.y, data.y_validation))
        y, held = y.astype(np.float32), held.astype(np.float32)
        data = replace(data, y=y, y_validation=held, y_honest=held)
    return data


def _of_inputs(data: Data, change) -> Data:
    x, held = change(data.x), change(data.x_validation)
    return replace(data, x=x, x_validation=held, x_honest=held)
