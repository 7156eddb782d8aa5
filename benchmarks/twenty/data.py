"""Four small tasks, for four kinds of networks: tables, pictures, sequences and sets of vectors."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from sklearn import datasets

HELD_OUT = 0.25


@dataclass(frozen=True)
class Task:
    """Arrays in random order; targets are class numbers."""

    x: np.ndarray
    y: np.ndarray
    x_validation: np.ndarray
    y_validation: np.ndarray
    classes: int


def _split(x: np.ndarray, y: np.ndarray) -> Task:
    order = np.random.default_rng(7).permutation(len(y))
    x, y, held = x[order].astype(np.float32), y[order], int(len(y) * HELD_OUT)
    x = (x - x[held:].mean()) / x[held:].std()
    return Task(x[held:], y[held:], x[:held], y[:held], int(y.max()) + 1)


@cache
def table() -> Task:
    """Six clusters in twelve dimensions."""
    random = np.random.default_rng(1)
    y = random.integers(0, 6, 1600)
    centres = random.normal(0, 1, (6, 12))
    return _split(centres[y] + random.normal(0, 0.6, (1600, 12)), y)


@cache
def rings() -> Task:
    """Which of three rings a point lies on: no plane parts them."""
    random = np.random.default_rng(2)
    y = random.integers(0, 3, 1600)
    angle, radius = random.uniform(0, 2 * np.pi, 1600), 1 + y + random.normal(0, 0.15, 1600)
    return _split(np.stack([radius * np.cos(angle), radius * np.sin(angle)], 1), y)


@cache
def pictures() -> Task:
    found = datasets.load_digits()
    return _split(found.images[:, None], found.target)


@cache
def sequences() -> Task:
    """Two channels of twenty steps: which of four frequencies they have."""
    random = np.random.default_rng(3)
    y = random.integers(0, 4, 1600)
    time, phase = np.linspace(0, 1, 20), random.uniform(0, 2 * np.pi, (1600, 1))
    angle = 2 * np.pi * (y[:, None] + 1) * time + phase
    x = np.stack([np.sin(angle), np.cos(angle)], 2)
    return _split(x + random.normal(0, 0.3, x.shape), y)


@cache
def bags() -> Task:
    """Eight vectors of six numbers; one of them, somewhere, has the mark of the class."""
    random = np.random.default_rng(4)
    y = random.integers(0, 4, 1600)
    x, marks = random.normal(0, 0.5, (1600, 8, 6)), 2 * random.normal(0, 1, (4, 6))
    x[np.arange(1600), random.integers(0, 8, 1600)] += marks[y]
    return _split(x, y)


@cache
def yes_or_no() -> Task:
    """Two clusters, with targets of 0 and 1."""
    whole = table()
    return Task(whole.x, whole.y % 2, whole.x_validation, whole.y_validation % 2, classes=2)
