"""Data that nobody predicts well: the best possible loss lies far above zero."""

import numpy as np
from sklearn import datasets


def hazy():
    """Vectors of three kinds that overlap widely: three of four can be told at best."""
    rng = np.random.default_rng(5)
    y = rng.integers(0, 3, 2400)
    centres = rng.normal(0, 1, (3, 12))
    x = centres[y] * 0.45 + rng.normal(0, 1, (2400, 12))
    return x, y, 3


def murky():
    """Regression in which noise is a third of the spread."""
    x, y = datasets.make_friedman1(2400, noise=3.4, random_state=5)
    return x, y[:, None], 0


def babble():
    """The next of six words (N, 8) behind eight: each word leaves three to choose from."""
    rng = np.random.default_rng(5)
    after = np.stack([rng.permutation(6)[:3] for _ in range(6)])
    said = np.zeros((3000, 9), np.int64)
    said[:, 0] = rng.integers(0, 6, 3000)
    for at in range(1, 9):
        chosen = rng.choice(3, 3000, p=[0.6, 0.3, 0.1])
        said[:, at] = after[said[:, at - 1], chosen]
    return said[:, :8], said[:, 8], 6
