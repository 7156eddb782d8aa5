"""Statistics of noisy curves that a few wild values do not move."""

import math

import numpy as np

Array = np.ndarray

NORMAL = 1.4826  # MAD times this is the standard deviation of normal noise
PAIRS_FROM = 200  # points: Theil-Sen looks at all pairs of no more than these


def spread(values: Array) -> float:
    """Standard deviation by the median absolute deviation."""
    return float(NORMAL * np.median(np.abs(values - np.median(values)))) if values.size else 0.0


def coarsened(values: Array, points: int) -> Array:
    """Medians over neighbours, at most `points` of them."""
    if values.size <= points:
        return values
    edges = np.linspace(0, values.size, points + 1).astype(int)
    return np.array([np.median(values[a:b]) for a, b in zip(edges[:-1], edges[1:], strict=True)])


def smoothed(values: Array, reach: int) -> Array:
    """Running median; the window shrinks towards both ends so that they keep their places."""
    found = np.empty(values.size)
    for i in range(values.size):
        near = min(reach, i, values.size - 1 - i)
        found[i] = np.median(values[i - near : i + near + 1])
    return found


def running_median(values: Array, reach: int) -> Array:
    """For long curves: one median per block of `reach` points, drawn between the blocks."""
    blocks = max(1, values.size // reach)
    centres = (np.arange(blocks) + 0.5) * values.size / blocks
    return np.interp(np.arange(values.size) + 0.5, centres, coarsened(values, blocks))


def slope(values: Array) -> float:
    """Theil-Sen: the median of the slopes of all pairs, per point."""
    place = np.unique(np.linspace(0, values.size - 1, min(values.size, PAIRS_FROM)).astype(int))
    if place.size < 2:
        return 0.0
    i, j = np.triu_indices(place.size, 1)
    return float(np.median((values[place[j]] - values[place[i]]) / (place[j] - place[i])))


def trend(values: Array) -> float:
    """Mann-Kendall z: beyond -3 falls for sure, beyond 3 rises for sure."""
    place = np.unique(np.linspace(0, values.size - 1, min(values.size, PAIRS_FROM)).astype(int))
    n = place.size
    if n < 3:
        return 0.0
    i, j = np.triu_indices(n, 1)
    balance = float(np.sign(values[place[j]] - values[place[i]]).sum())
    sure = max(abs(balance) - 1.0, 0.0) / math.sqrt(n * (n - 1) * (2 * n + 5) / 18)
    return math.copysign(sure, balance)


def falls_throughout(values: Array) -> bool:
    """Surely and to the end, however little: a slow curve, not a flat one."""
    return trend(values) < -4.0 and trend(last(values, 0.5)) < -2.0


def last(values: Array, share: float, least: int = 3) -> Array:
    """The end of a curve: a share of it, but no fewer points than `least`."""
    return values[-max(least, math.ceil(values.size * share)) :]
