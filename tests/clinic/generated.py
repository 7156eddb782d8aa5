"""Data that are generated: vectors, images, sequences and short texts."""

import numpy as np
from sklearn import datasets


def friedman():
    x, y = datasets.make_friedman1(1200, noise=0.5, random_state=0)
    return x, y[:, None], 0


def spirals():
    rng = np.random.default_rng(0)
    turn = np.sqrt(rng.random(1200)) * 3 * np.pi
    y = rng.integers(0, 2, 1200)
    angle = turn + y * np.pi
    x = np.stack([np.cos(angle) * turn, np.sin(angle) * turn], 1)
    return x + rng.normal(0, 0.15, x.shape), y, 2


def waves():
    """Sequences (N, 24, 1) of four shapes with noise."""
    rng = np.random.default_rng(0)
    y = rng.integers(0, 4, 1200)
    time, phase = np.linspace(0, 1, 24), rng.random((1200, 1)) * 2 * np.pi
    angle = 2 * np.pi * (y[:, None] + 1) * time + phase
    return (np.sin(angle) + rng.normal(0, 0.3, angle.shape))[..., None], y, 4


def tokens():
    """Sequences (N, 12) of token ids; the class is the token that occurs most often."""
    rng = np.random.default_rng(0)
    y = rng.integers(0, 5, 1500)
    x = rng.integers(0, 5, (1500, 12))
    x[np.arange(1500)[:, None], np.argsort(rng.random((1500, 12)))[:, :5]] = y[:, None]
    return x, y, 5


def shapes():
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


def skewed():
    """Vectors of two overlapping kinds, the second eight times as rare."""
    x, y = datasets.make_classification(
        1600, 16, n_informative=8, weights=[0.88], class_sep=1.6, flip_y=0.0, random_state=0
    )
    return x, y, 2


def overlapping():
    """Vectors of two kinds that overlap, a few on the wrong side, as real ones do."""
    x, y = datasets.make_classification(
        900, 24, n_informative=8, n_redundant=8, class_sep=1.8, flip_y=0.04, random_state=3
    )
    return x, y, 2


def clusters():
    """Ten Gaussian clouds in twenty dimensions, two to each of five classes."""
    x, y = datasets.make_classification(
        1500, 20, n_informative=10, n_classes=5, class_sep=4.0, flip_y=0.0, random_state=1
    )
    return x, y, 5


def rare():
    """Six kinds of vectors, the commonest ten times the rarest."""
    x, y = datasets.make_classification(
        1600, 18, n_informative=10, n_classes=6, n_clusters_per_class=1, class_sep=2.5,
        weights=[0.3, 0.25, 0.2, 0.14, 0.08], flip_y=0.0, random_state=2,
    )  # fmt: skip
    return x, y, 6


def ripples():
    """Regression: a smooth surface over six inputs."""
    rng = np.random.default_rng(1)
    x = rng.uniform(-1, 1, (1300, 6))
    y = np.sin(3 * x[:, 0]) * x[:, 1] + np.abs(x[:, 2]) * 2 + x[:, 3] ** 3 - x[:, 4] * x[:, 5]
    return x, (y + rng.normal(0, 0.05, len(x)))[:, None], 0


def textures():
    """Images (N, 1, 10, 10) of stripes that lie, stand, lean, or of a chequered board."""
    rng = np.random.default_rng(1)
    y = rng.integers(0, 4, 1000)
    down, across = np.mgrid[0:10, 0:10]
    phase = rng.integers(0, 4, (1000, 1, 1))
    waves = np.stack([down + 0 * across, across + 0 * down, down + across, down ^ across])[y]
    x = np.where((waves + phase) % 4 < 2, 1.0, -1.0) + rng.normal(0, 0.8, (1000, 10, 10))
    return x[:, None], y, 4


def echoes():
    """Sequences (N, 20, 1): after how many steps does a pulse come back."""
    rng = np.random.default_rng(1)
    y = rng.integers(0, 4, 1200)
    x = rng.normal(0, 0.15, (1200, 20))
    at = rng.integers(0, 8, 1200)
    x[np.arange(1200), at] += 2
    x[np.arange(1200), at + 2 + 2 * y] += 1.2
    return x[..., None], y, 4


def brackets():
    """Sequences (N, 12) of ids: which of four brackets was opened twice as often as closed."""
    rng = np.random.default_rng(1)
    y = rng.integers(0, 4, 1500)
    x = rng.integers(0, 9, (1500, 12))
    places = np.argsort(rng.random((1500, 12)))[:, :6]
    kinds = np.stack([2 * y, 2 * y, 2 * y, 2 * y, 2 * y + 1, 2 * y + 1], 1)
    x[np.arange(1500)[:, None], places] = kinds
    return x, y, 4


PRAISE = ("good", "great", "fine", "lovely", "superb", "clear", "warm", "moving")
BLAME = ("bad", "dull", "weak", "awful", "flat", "noisy", "cold", "broken")
PLAIN = ("the", "a", "film", "plot", "and", "was", "it", "very", "really", "but", "scene", "actor")


def sentences():
    """Reviews of ten words as ids; "not" turns the word behind it round."""
    rng = np.random.default_rng(1)
    words = ("not", *PRAISE, *BLAME, *PLAIN)
    index = {word: at for at, word in enumerate(words)}
    x, y = np.zeros((1400, 10), np.int64), rng.integers(0, 2, 1400)
    for row, liked in zip(x, y, strict=True):
        row[:] = [index[word] for word in rng.choice(PLAIN, 10)]
        for at in rng.choice(5, 3, replace=False) * 2:
            turned = rng.random() < 0.3
            row[at] = index["not"] if turned else row[at]
            row[at + 1] = index[str(rng.choice(PRAISE if liked != turned else BLAME))]
    return x, y, 2
