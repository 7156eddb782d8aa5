"""Vectors and quantities that scikit-learn generates by other rules than make_classification."""

import numpy as np
from sklearn import datasets


def moons():
    """Two crescents in a plane, and two numbers that have nothing to do with them."""
    x, y = datasets.make_moons(2000, noise=0.2, random_state=4)
    rest = np.random.default_rng(4).normal(size=(len(x), 2))
    return np.concatenate([x, rest], 1), y, 2


def shells():
    """A kernel and two shells round it, in four dimensions."""
    x, y = datasets.make_gaussian_quantiles(
        n_samples=2400, n_features=4, n_classes=3, random_state=4
    )
    return x, y, 3


def uneven():
    """Four clouds that touch, the largest of them nine times the smallest."""
    x, y = datasets.make_blobs(
        [900, 400, 200, 100], 6, cluster_std=1.4, center_box=(-3, 3), random_state=4
    )
    return x, y, 4


def roll():
    """Regression: how far along a rolled sheet a point lies."""
    x, along = datasets.make_swiss_roll(1600, noise=0.3, random_state=4)
    return x, along[:, None], 0


def impedance():
    """Regression: of an alternating current circuit, from quantities in four different units."""
    x, y = datasets.make_friedman2(1400, noise=25.0, random_state=4)
    return x, y[:, None], 0
