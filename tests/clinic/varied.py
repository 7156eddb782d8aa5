"""Data drawn at random by a number: five families, as many data sets of each as anybody wants."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from sklearn import datasets

ROWS = 1600
FLIPPED = (0.0, 0.0, 0.0, 0.05, 0.15)  # share of labels that are wrong in all sets
NOISE = (0.05, 0.05, 0.1, 0.2, 0.4)  # share of the targets' spread that nobody can predict


@dataclass(frozen=True)
class Drawn:
    """`ceiling`: the balanced accuracy or R² that the best of all models could reach."""

    x: np.ndarray
    y: np.ndarray
    classes: int
    ceiling: float


def clouds(seed: int) -> Drawn:
    """Vectors (N, F) of several kinds; the features' units differ."""
    rng = np.random.default_rng(seed)
    classes = int(rng.choice([2, 2, 2, 3, 4, 5, 7, 10]))
    informative = int(rng.integers(max(4, int(np.log2(classes)) + 3), 13))
    features = informative + int(rng.integers(0, 30))
    shares = rng.dirichlet(np.full(classes, 4.0)) * 0.7 + 0.3 / classes
    x, y = datasets.make_classification(
        ROWS, features, n_informative=informative, n_redundant=min(4, features - informative),
        n_classes=classes, n_clusters_per_class=int(rng.integers(1, 3)), weights=list(shares),
        class_sep=rng.uniform(1.5, 3.5), flip_y=0.0, random_state=seed,
    )  # fmt: skip
    units = 10 ** rng.uniform(-1.5, 2.5, features)
    return _flipped(x * units + rng.normal(0, 2, features) * units, y, classes, rng)


def surfaces(seed: int) -> Drawn:
    """Regression: what a random network makes of some of the inputs (N, F), and noise."""
    rng = np.random.default_rng(seed)
    features, hidden = int(rng.integers(4, 16)), int(rng.integers(3, 9))
    x = rng.normal(size=(ROWS, features)) if seed % 2 else rng.uniform(-2, 2, (ROWS, features))
    inner = rng.normal(0, 1.2 / np.sqrt(features), (features, hidden))
    bent = np.tanh(x @ inner + rng.normal(size=hidden)) @ rng.normal(size=hidden)
    plain = bent + x @ rng.normal(0, 0.3, features)
    noise = rng.choice(NOISE)
    y = plain / plain.std() + rng.normal(0, np.sqrt(noise / (1 - noise)), ROWS)
    units = 10 ** rng.uniform(-1.5, 2.5, features)
    return Drawn(x * units, (rng.normal(0, 5) + y)[:, None], 0, float(1 - noise))


def patterns(seed: int) -> Drawn:
    """Images (N, C, S, S): a blurred pattern of each kind, moved about, under noise."""
    rng = np.random.default_rng(seed)
    classes, side = int(rng.choice([2, 3, 4, 6, 10])), int(rng.choice([8, 10, 12]))
    y = rng.integers(0, classes, ROWS)
    kinds = _blurred(rng.normal(size=(classes, int(rng.choice([1, 1, 3])), side, side)))
    x = kinds[y] + rng.normal(0, rng.uniform(0.3, 0.9), (ROWS, *kinds.shape[1:]))
    far = int(rng.integers(0, 3))
    moved = [np.roll(image, rng.integers(-far, far + 1, 2), (1, 2)) for image in x]
    return _flipped(np.stack(moved) * rng.uniform(0.5, 60) + rng.uniform(0, 90), y, classes, rng)


def _blurred(x: np.ndarray) -> np.ndarray:
    for axis in (-1, -2):
        x = (np.roll(x, 1, axis) + 2 * x + np.roll(x, -1, axis)) / 4
    return x / x.std()


def rhythms(seed: int) -> Drawn:
    """Sequences (N, T, C): a curve of each kind, begun earlier or later, under noise."""
    rng = np.random.default_rng(seed)
    classes, steps = int(rng.choice([2, 3, 4, 5])), int(rng.integers(14, 26))
    y = rng.integers(0, classes, ROWS)
    kinds = np.cumsum(rng.normal(size=(classes, steps, int(rng.choice([1, 1, 2])))), 1)
    kinds = (kinds - kinds.mean(1, keepdims=True)) / kinds.std()
    late = rng.integers(0, int(rng.integers(1, 5)), ROWS)
    x = np.stack([np.roll(kinds[kind], by, 0) for kind, by in zip(y, late, strict=True)])
    return _flipped(x + rng.normal(0, rng.uniform(0.2, 0.6), x.shape), y, classes, rng)


def phrases(seed: int) -> Drawn:
    """Ids (N, 12): each kind prefers some words; the best judge knows how much."""
    rng = np.random.default_rng(seed)
    classes, words, length = int(rng.choice([2, 3, 4, 5])), int(rng.integers(6, 24)), 12
    y = rng.integers(0, classes, ROWS)
    chances = 0.45 / words + 0.55 * rng.dirichlet(np.full(words, 0.15), classes)
    x = np.stack([rng.choice(words, length, p=chances[kind]) for kind in y])
    best = np.log(chances)[:, x].sum(2).argmax(0)
    reached = float(np.mean([(best[y == kind] == kind).mean() for kind in range(classes)]))
    return Drawn(x, y, classes, reached)


def _flipped(x: np.ndarray, y: np.ndarray, classes: int, rng: np.random.Generator) -> Drawn:
    share = float(rng.choice(FLIPPED))
    y = np.where(rng.random(len(y)) < share, rng.integers(0, classes, len(y)), y)
    return Drawn(x, y, classes, 1 - share * (1 - 1 / classes))


FAMILIES = {f.__name__: f for f in (clouds, surfaces, patterns, rhythms, phrases)}


def drawn(name: str) -> Drawn:
    """`name` is a family's with a number behind it: clouds-17."""
    family, number = name.split("-")
    return FAMILIES[family](int(number))


@cache
def ceiling(name: str) -> float:
    return drawn(name).ceiling


def is_drawn(name: str) -> bool:
    return name.partition("-")[0] in FAMILIES
