"""Healthy training and validation batches of many shapes, by name: nothing may be called sick."""

from collections.abc import Callable, Iterator

import numpy as np
from sklearn import datasets

Arrays = dict[str, np.ndarray]
Maker = Callable[[np.random.Generator, int], tuple[np.ndarray, np.ndarray]]


def _standardised(x: np.ndarray) -> np.ndarray:
    spread = x.std(axis=0)
    return ((x - x.mean(axis=0)) / np.where(spread > 0, spread, 1)).astype(np.float32)


def _gaussians(generator, samples, features=12, classes=4, apart=2.0):
    y = generator.integers(0, classes, samples)
    centres = np.random.default_rng(features).normal(0, apart / 2, (classes, features))
    return _plain(centres[y] + generator.normal(0, 1, (samples, features))), y


def _plain(x):
    return x.astype(np.float32)


def _overlapping(generator, samples):
    return _gaussians(generator, samples, 6, 2, 0.9)


def _spirals(generator, samples):
    y = generator.integers(0, 2, samples)
    turn = generator.uniform(0.5, 3, samples)
    angle = turn * 2 + y * np.pi
    x = np.stack([turn * np.cos(angle), turn * np.sin(angle)], axis=1) / 2
    return _plain(x + generator.normal(0, 0.1, x.shape)), y


def _correlated(generator, samples):
    mixing = np.random.default_rng(1).normal(size=(4, 16))
    hidden = generator.normal(0, 1, (samples, 4))
    x = hidden @ mixing / 2 + generator.normal(0, 0.1, (samples, 16))
    return _plain(x), (hidden[:, 0] > 0).astype(np.int64)


def _skewed(generator, samples):
    x = generator.lognormal(0, 1, (samples, 8))
    return _plain(x), (x[:, 0] * x[:, 1] > 1).astype(np.int64)


def _counts(generator, samples):
    x = generator.poisson(0.2, (samples, 60)).astype(np.float32)
    return x, (x[:, :20].sum(axis=1) > 4).astype(np.int64)


def _one_hot_features(generator, samples):
    codes = generator.integers(0, 12, (samples, 3))
    x = np.concatenate([np.eye(12)[codes[:, n]] for n in range(3)], axis=1)
    return _plain(x), (codes[:, 0] > 5).astype(np.int64)


def _images(generator, samples):
    y = generator.integers(0, 5, samples)
    grid = np.linspace(0, 3, 16)
    waves = np.stack([np.sin(grid[:, None] * (c + 1)) * np.cos(grid[None] * c) for c in range(5)])
    x = 0.5 + 0.2 * waves[y][:, None] + generator.normal(0, 0.1, (samples, 3, 16, 16))
    return _plain(x.clip(0, 1)), y


def _images_last(generator, samples):
    x, y = _images(generator, samples)
    return np.ascontiguousarray(np.moveaxis((x - 0.5) / 0.25, 1, -1)), y


def _tokens(generator, samples):
    return generator.integers(0, 5000, (samples, 24)), generator.integers(0, 3, samples)


def _series(generator, samples):
    time = np.linspace(0, 6, 50)
    phase, y = generator.uniform(0, 6, samples), generator.integers(0, 3, samples)
    x = np.sin(time[None] * (1 + y[:, None]) + phase[:, None])[..., None]
    return _plain(np.concatenate([x, x**2], axis=2) + generator.normal(0, 0.1, (samples, 50, 2))), y


def _waveform(generator, samples):
    y = generator.integers(0, 2, samples)
    x = generator.normal(0, 0.03, (samples, 1, 800)) * (1 + y[:, None, None])
    return _plain(x), y


def _regression(generator, samples):
    x = generator.normal(0, 1, (samples, 10))
    return _plain(x), _plain(x[:, 0] + 0.5 * x[:, 1] ** 2 + generator.normal(0, 0.3, samples))


def _multi_label(generator, samples):
    x = generator.normal(0, 1, (samples, 10))
    return _plain(x), _plain(x[:, :4] + generator.normal(0, 0.5, (samples, 4)) > 0)


def _one_hot_labels(generator, samples):
    x, y = _gaussians(generator, samples)
    return x, np.eye(4, dtype=np.float32)[y]


def _binary_column(generator, samples):
    x, y = _correlated(generator, samples)
    return x, y[:, None].astype(np.float32)


MAKERS: dict[str, Maker] = {
    "gaussians": _gaussians,
    "many classes": lambda g, n: _gaussians(g, n, 20, 10, 3.0),
    "overlapping classes": _overlapping,
    "spirals": _spirals,
    "correlated": _correlated,
    "skewed": _skewed,
    "counts": _counts,
    "one-hot features": _one_hot_features,
    "images": _images,
    "channels last": _images_last,
    "tokens": _tokens,
    "series": _series,
    "waveform": _waveform,
    "regression": _regression,
    "multi-label": _multi_label,
    "one-hot labels": _one_hot_labels,
    "binary column": _binary_column,
}
SIZES = (16, 64, 256, 800)


def _public() -> Iterator[tuple[str, np.ndarray, np.ndarray]]:
    digits = datasets.load_digits()
    yield "digits", (digits.images / 16).reshape(-1, 64).astype(np.float32), digits.target
    yield "digit images", (digits.images[:, None] / 16).astype(np.float32), digits.target
    yield "digits standardised", _standardised(digits.data), digits.target
    for load in (datasets.load_breast_cancer, datasets.load_wine, datasets.load_iris):
        data = load()
        yield load.__name__, _standardised(data.data), data.target
    diabetes = datasets.load_diabetes()
    yield "diabetes", _standardised(diabetes.data), _standardised(diabetes.target)


def healthy_pairs(seeds: int = 2) -> Iterator[tuple[str, Arrays, Arrays]]:
    """(name, training batch, validation batch); drawn alike."""
    for name, make in MAKERS.items():
        for samples in SIZES:
            for seed in range(seeds):
                x, y = make(np.random.default_rng([seed, samples]), samples * 2)
                yield (
                    f"{name}, {samples}, {seed}",
                    {"x": x[::2], "y": y[::2]},
                    {"x": x[1::2], "y": y[1::2]},
                )
    for name, x, y in _public():
        for seed in range(seeds):
            order = np.random.default_rng(seed).permutation(len(x))
            first, second = order[: len(x) // 2], order[len(x) // 2 :]
            yield (
                f"{name}, {seed}",
                {"x": x[first], "y": y[first]},
                {"x": x[second], "y": y[second]},
            )
