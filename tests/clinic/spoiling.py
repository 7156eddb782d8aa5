"""What goes wrong with data, each by one field of the recipe and in the order it happens."""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from tests.clinic.recipe import Recipe

if TYPE_CHECKING:
    from tests.clinic.data import Data

OUTLIER, TARGET_OUTLIER = 100.0, 20.0


def spoilt(data: "Data", recipe: Recipe, rng: np.random.Generator) -> "Data":
    for spoil in (_columns, _labels, _values, _validation, _sharing, _order):
        held = replace(data, x=data.x_validation, y=data.y_validation)
        data = spoil(data, recipe, rng)
        if recipe.in_all_sets and spoil in (_labels, _values):
            held = spoil(held, recipe, rng)
            data = replace(data, x_validation=held.x, y_validation=held.y)
    return data


def _columns(data: "Data", recipe: Recipe, rng: np.random.Generator) -> "Data":
    """In all sets alike."""
    if recipe.noise_features:
        sets = (data.x, data.x_validation, data.x_honest)
        seeds = (1, 2, 2)
        x, held, honest = (
            np.concatenate([some, _noise((len(some), recipe.noise_features), seed)], 1)
            for some, seed in zip(sets, seeds, strict=True)
        )
        data = replace(data, x=x, x_validation=held, x_honest=honest)
    if recipe.uninformative:
        count = round(recipe.uninformative * data.x[0].size)
        columns = np.random.default_rng(3).permutation(data.x[0].size)[:count]
        x, held = (_with(some, columns, seed) for some, seed in ((data.x, 1), (data.x_honest, 2)))
        data = replace(data, x=x, x_validation=held, x_honest=held)
    return data


def _with(x: np.ndarray, columns: np.ndarray, seed: int) -> np.ndarray:
    flat = x.reshape(len(x), -1).copy()
    flat[:, columns] = _noise((len(x), len(columns)), seed) * flat.std()
    return flat.reshape(x.shape)


def _noise(shape: tuple[int, ...], seed: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32)


def _labels(data: "Data", recipe: Recipe, rng: np.random.Generator) -> "Data":
    x, y = data.x, data.y.copy()
    if recipe.majority:
        kept = rng.random(len(y)) < np.where(y == 0, 1.0, _kept_share(y, recipe.majority))
        x, y = x[kept], y[kept]
    if recipe.label_noise and data.classes:
        wrong = rng.random(len(y)) < recipe.label_noise
        y[wrong] = rng.integers(0, data.classes, wrong.sum())
    if recipe.labels_shuffled:
        some = np.flatnonzero(rng.random(len(y)) < recipe.labels_shuffled)
        y[some] = y[rng.permutation(some)]
    if recipe.labels_minus_one:
        y[(y == 0) & (rng.random(y.shape) < recipe.labels_minus_one)] = -1
    if recipe.target_outliers:
        y[rng.random(len(y)) < recipe.target_outliers] *= TARGET_OUTLIER
    return replace(data, x=x, y=y)


def _kept_share(y: np.ndarray, majority: float) -> float:
    zeros = (y == 0).sum()
    return zeros * (1 - majority) / majority / max((y != 0).sum(), 1)


def _values(data: "Data", recipe: Recipe, rng: np.random.Generator) -> "Data":
    x = data.x.copy()
    if recipe.bad_inputs:
        x.reshape(len(x), -1)[rng.random(len(x)) < recipe.bad_inputs, 0] = np.nan
    if recipe.outliers:
        x[rng.random(len(x)) < recipe.outliers] *= OUTLIER
    if recipe.clip_inputs:
        x = np.clip(x, -recipe.clip_inputs, recipe.clip_inputs)
    data = replace(data, x=x)
    if recipe.blank:
        x, held = _blank(data.x, recipe, rng), _blank(data.x_validation, recipe, rng)
        data = replace(data, x=x, x_validation=held)
    if recipe.rolled:
        x, held = _rolled(data.x, recipe, rng), _rolled(data.x_validation, recipe, rng)
        data = replace(data, x=x, x_validation=held)
    if recipe.filler:
        x, held = _filled(data.x, recipe, rng), _filled(data.x_validation, recipe, rng)
        data = replace(data, x=x, x_validation=held, x_honest=held)
    return data


def _blank(x: np.ndarray, recipe: Recipe, rng: np.random.Generator) -> np.ndarray:
    x = x.copy()
    x[rng.random(len(x)) < recipe.blank] = 0
    return x


def _rolled(x: np.ndarray, recipe: Recipe, rng: np.random.Generator) -> np.ndarray:
    flat = x.reshape(len(x), -1)
    late = rng.random(len(x)) < recipe.rolled
    flat = np.where(late[:, None], np.roll(flat, flat.shape[1] // 3, axis=1), flat)
    return flat.reshape(x.shape)


def _filled(x: np.ndarray, recipe: Recipe, rng: np.random.Generator) -> np.ndarray:
    return np.where(rng.random(x.shape) < recipe.filler, recipe.filled_with, x).astype(x.dtype)


def _validation(data: "Data", recipe: Recipe, rng: np.random.Generator) -> "Data":
    x, y = data.x_validation * data.x.dtype.type(recipe.validation_scale), data.y_validation
    if recipe.validation_shift:
        x = x.copy()
        x.reshape(len(x), -1)[:, ::2] += recipe.validation_shift
    if recipe.validation_noise:
        x = x + rng.normal(0, recipe.validation_noise * x.std(), x.shape).astype(x.dtype)
    if recipe.labels_permuted:
        count = min(recipe.labels_permuted, data.classes)
        others = np.append(np.roll(np.arange(count), 1), np.arange(count, data.classes))
        y = others[y]
    rows = recipe.validation_rows
    return replace(data, x_validation=x[:rows], y_validation=y[:rows])


def _sharing(data: "Data", recipe: Recipe, rng: np.random.Generator) -> "Data":
    if recipe.unique_samples:
        copies = np.arange(len(data.y)) % recipe.unique_samples
        data = replace(data, x=data.x[copies], y=data.y[copies])
    if recipe.shared:
        count = int(recipe.shared * len(data.x_validation))
        x = np.concatenate([data.x, data.x_validation[:count]])
        y = np.concatenate([data.y, data.y_validation[:count]])
        rest = data.x_honest[count:], data.y_honest[count:]
        data = replace(data, x=x, y=y, x_honest=rest[0], y_honest=rest[1])
    return data


def _order(data: "Data", recipe: Recipe, rng: np.random.Generator) -> "Data":
    if not recipe.sorted_by_class:
        return data
    place = data.y.reshape(len(data.y), -1)[:, 0] + rng.normal(0, 1, len(data.y)) * (
        recipe.sorting_noise
    )
    order = np.argsort(place, kind="stable")
    return replace(data, x=data.x[order], y=data.y[order])
