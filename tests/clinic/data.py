"""Data that ships with scikit-learn or is generated, split and spoilt as the recipe says."""

from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from sklearn import datasets

from tests.clinic.recipe import Recipe

VALIDATION_SHARE = 0.25


@dataclass(frozen=True)
class Data:
    """`classes` is 0 for regression; targets are then (N, 1) floats."""

    x: np.ndarray
    y: np.ndarray
    x_validation: np.ndarray
    y_validation: np.ndarray
    classes: int


@cache
def whole(name: str) -> tuple[np.ndarray, np.ndarray, int]:
    x, y, classes = SOURCES[name]()
    return x if name == "tokens" else x.astype(np.float32), y, classes


def prepared(recipe: Recipe) -> Data:
    x, y, classes = whole(recipe.data)
    rng = np.random.default_rng(recipe.seed + 1000)
    order = rng.permutation(len(x))
    x, y = x[order], y[order]
    held = int(len(x) * VALIDATION_SHARE)
    data = Data(x[held:], y[held:], x[:held], y[:held], classes)
    data = _scaled(data, recipe)
    data = replace(data, x=data.x[: recipe.samples], y=data.y[: recipe.samples])
    return _spoilt(data, recipe, rng)


def _scaled(data: Data, recipe: Recipe) -> Data:
    if recipe.normalise and recipe.data != "tokens":
        axes = 0 if data.x.ndim == 2 else None
        mean, spread = data.x.mean(axes), data.x.std(axes) + 1e-6
        data = replace(
            data, x=(data.x - mean) / spread, x_validation=(data.x_validation - mean) / spread
        )
    if data.classes == 0:
        mean, spread = data.y.mean(), data.y.std()
        scale = recipe.target_scale
        data = replace(
            data,
            y=((data.y - mean) / spread * scale).astype(np.float32),
            y_validation=((data.y_validation - mean) / spread * scale).astype(np.float32),
        )
    scale = data.x.dtype.type(recipe.validation_scale)
    return replace(data, x_validation=data.x_validation * scale)


def _spoilt(data: Data, recipe: Recipe, rng: np.random.Generator) -> Data:
    x, y = data.x.copy(), data.y.copy()
    if recipe.majority:
        kept = rng.random(len(y)) < np.where(y == 0, 1.0, _kept_share(y, recipe.majority))
        x, y = x[kept], y[kept]
    if recipe.label_noise and data.classes:
        wrong = rng.random(len(y)) < recipe.label_noise
        y[wrong] = rng.integers(0, data.classes, wrong.sum())
    if recipe.labels_shuffled:
        y = y[rng.permutation(len(y))]
    if recipe.bad_inputs:
        x.reshape(len(x), -1)[rng.random(len(x)) < recipe.bad_inputs, 0] = np.nan
    if recipe.shared:
        count = int(recipe.shared * len(data.x_validation))
        x = np.concatenate([x, data.x_validation[:count]])
        y = np.concatenate([y, data.y_validation[:count]])
    if recipe.sorted_by_class:
        order = np.argsort(y.reshape(len(y), -1)[:, 0], kind="stable")
        x, y = x[order], y[order]
    return replace(data, x=x, y=y)


def _kept_share(y: np.ndarray, majority: float) -> float:
    zeros = (y == 0).sum()
    return zeros * (1 - majority) / majority / max((y != 0).sum(), 1)


def _digits():
    found = datasets.load_digits()
    return found.data, found.target, 10


def _digit_images():
    found = datasets.load_digits()
    return found.images[:, None], found.target, 10


def _cancer():
    found = datasets.load_breast_cancer()
    return found.data, found.target, 2


def _wine():
    found = datasets.load_wine()
    return found.data, found.target, 3


def _diabetes():
    found = datasets.load_diabetes()
    return found.data, found.target[:, None], 0


def _friedman():
    x, y = datasets.make_friedman1(1200, noise=0.5, random_state=0)
    return x, y[:, None], 0


def _spirals():
    rng = np.random.default_rng(0)
    turn = np.sqrt(rng.random(1200)) * 3 * np.pi
    y = rng.integers(0, 2, 1200)
    angle = turn + y * np.pi
    x = np.stack([np.cos(angle) * turn, np.sin(angle) * turn], 1)
    return x + rng.normal(0, 0.15, x.shape), y, 2


def _waves():
    """Sequences (N, 24, 1) of four shapes with noise."""
    rng = np.random.default_rng(0)
    y = rng.integers(0, 4, 1200)
    time, phase = np.linspace(0, 1, 24), rng.random((1200, 1)) * 2 * np.pi
    angle = 2 * np.pi * (y[:, None] + 1) * time + phase
    return (np.sin(angle) + rng.normal(0, 0.3, angle.shape))[..., None], y, 4


def _tokens():
    """Sequences (N, 12) of token ids; the class is the token that occurs most often."""
    rng = np.random.default_rng(0)
    y = rng.integers(0, 5, 1500)
    x = rng.integers(0, 5, (1500, 12))
    x[np.arange(1500)[:, None], np.argsort(rng.random((1500, 12)))[:, :5]] = y[:, None]
    return x, y, 5


def _shapes():
    """Images (N, 1, 12, 12) of a square, a cross or a ring, somewhere, with noise."""
    rng = np.random.default_rng(0)
    y = rng.integers(0, 3, 900)
    stamps = np.zeros((3, 5, 5))
    stamps[0] = 1
    stamps[1, 2], stamps[1, :, 2] = 1, 1
    stamps[2] = 1
    stamps[2, 1:4, 1:4] = 0
    x = rng.normal(0, 0.3, (900, 1, 12, 12))
    for image, shape in zip(x, y, strict=True):
        top, left = rng.integers(0, 8, 2)
        image[0, top : top + 5, left : left + 5] += stamps[shape]
    return x, y, 3


SOURCES = {
    "digits": _digits,
    "digit_images": _digit_images,
    "cancer": _cancer,
    "wine": _wine,
    "diabetes": _diabetes,
    "friedman": _friedman,
    "spirals": _spirals,
    "waves": _waves,
    "tokens": _tokens,
    "shapes": _shapes,
}
