"""Healthy histories of many shapes, drawn at random: no probe may raise an alarm on them."""

import numpy as np

from probes.formats.table import Table
from probes.history import History

# A cross-entropy of at most this goes with an accuracy above 0.9.
CLASSIFIED = 0.25


def history_of(**columns) -> History:
    """Columns of one length; NaN in them were logged. A masked array has empty cells."""
    table = Table("test")
    length = len(next(iter(columns.values())))
    chunks = {}
    for name, cells in columns.items():
        cells = np.ma.asarray(cells, dtype=float)
        chunks[name] = (cells.filled(np.nan), ~np.ma.getmaskarray(cells))
    table.add(chunks, length)
    return table.history()


def healthy_epochs(seed: int) -> History:
    """One row an epoch: loss falls to a floor, validation follows with a small gap."""
    rng = np.random.default_rng(seed)
    length = int(rng.integers(8, 200))
    start = float(rng.choice([0.7, 1.1, 2.3, 4.6, 30.0, 1e4]) * rng.uniform(0.7, 1.1))
    floor = start * float(rng.choice([0.001, 0.02, 0.1, 0.25, 0.5]))
    done = SHAPES[rng.integers(len(SHAPES))](np.linspace(0, 1, length), rng)
    train = floor + (start - floor) * (1 - done)
    noise = rng.uniform(0.002, 0.05)
    train = train * np.exp(rng.normal(0, noise, length))
    gap = rng.uniform(-0.15, 0.25)
    validation = (floor + (start - floor) * (1 - done)) * (1 + gap * done)
    validation = validation * np.exp(rng.normal(0, 1.5 * noise, length))
    columns = {"epoch": np.arange(1, length + 1), "train_loss": train, "val_loss": validation}
    if floor < CLASSIFIED and rng.random() < 0.8:
        columns |= _accuracies(rng, done, floor, gap)
    if rng.random() < 0.5:
        columns["lr"] = 10 ** rng.uniform(-4, -1) * _schedule(rng, length)
    return history_of(**columns)


def healthy_steps(seed: int) -> History:
    """One row a step, noisy, with an evaluation now and then."""
    rng = np.random.default_rng(seed)
    length = int(10 ** rng.uniform(2.5, 4.3))
    start = float(rng.choice([0.7, 2.3, 6.9, 10.8]) * rng.uniform(0.9, 1.1))
    floor = start * float(rng.choice([0.005, 0.05, 0.2, 0.35]))
    done = SHAPES[rng.integers(len(SHAPES))](np.linspace(0, 1, length), rng)
    level = floor + (start - floor) * (1 - done)
    spread = rng.uniform(0.02, 0.35)
    train = level * np.exp(rng.normal(0, spread, length) - spread**2 / 2)
    every = length // int(rng.integers(4, 15))
    evaluated = np.arange(1, length + 1) % every == 0
    gap = rng.uniform(-0.1, 0.25)
    validation = level * (1 + gap * done) * np.exp(rng.normal(0, 0.03, length))
    columns = {"step": np.arange(1, length + 1), "loss": train}
    columns["val_loss"] = np.ma.masked_array(validation, ~evaluated)
    if rng.random() < 0.5:
        columns["epoch"] = np.arange(length) // every
    if rng.random() < 0.6:
        columns["grad_norm"] = np.exp(rng.normal(0, 0.5, length)) * (0.2 + level / start)
    if rng.random() < 0.6:
        columns["lr"] = 10 ** rng.uniform(-4, -1) * _schedule(rng, length)
    return history_of(**columns)


def _accuracies(rng, done, floor, gap):
    top = 1 - 0.35 * floor
    first = rng.uniform(0.1, 0.5)
    train = first + (top - first) * np.minimum(1.0, 1.3 * done)
    train = np.clip(train + rng.normal(0, 0.005, done.size), 0, 1)
    lower = max(0.0, 0.08 * gap)
    validation = np.clip(train - lower + rng.normal(0, 0.01, done.size), 0, 1)
    return {"train_acc": train, "val_acc": validation}


def _schedule(rng, length):
    done = np.linspace(0, 1, length)
    shapes = (
        np.ones(length),
        0.01 + 0.99 * (1 + np.cos(np.pi * done)) / 2,
        0.1 ** ((done > 0.5).astype(float) + (done > 0.8)),
        np.minimum(1.0, 0.02 + done / 0.08) * (1.0 - 0.95 * done),
        0.05**done,
        (1 - done) ** 0.9 + 1e-6,
    )
    return shapes[rng.integers(len(shapes))]


def _exponential(place, rng):
    """The first epoch is over when it is logged: part of the way is done."""
    rate = rng.uniform(4, 15)
    return 1 - np.exp(-rate * (place + 0.02)) + 0.0


def _power(place, rng):
    return 1 - (1 + 60 * place) ** -rng.uniform(0.5, 1.2)


def _warmed_up(place, rng):
    late = np.maximum(0, place - 0.04)
    return 1 - np.exp(-rng.uniform(5, 12) * late)


def _two_stages(place, rng):
    at, first = rng.uniform(0.3, 0.6), rng.uniform(0.6, 0.8)
    early = first * (1 - np.exp(-12 * place))
    later = (1 - first) * (1 - np.exp(-15 * np.maximum(0, place - at)))
    return early + later


def _linear_at_last(place, rng):
    return 0.75 * (1 - np.exp(-15 * place)) + 0.25 * place


def _delayed(place, rng):
    """A while on the first level, then a steep fall, as transformers have it."""
    middle = rng.uniform(0.1, 0.25)
    fall = 1 / (1 + np.exp(-(place - middle) * 35))
    return (fall - fall[0]) / (1 - fall[0])


SHAPES = (_exponential, _power, _warmed_up, _two_stages, _linear_at_last, _delayed)
