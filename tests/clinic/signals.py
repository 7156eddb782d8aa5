"""Images, sequences of values and sequences of ids that are drawn or played."""

import numpy as np

# Which of the seven bars of a display are lit for each digit: top, left and right above, middle,
# left and right below, bottom.
LIT = ("1110111", "0010010", "1011101", "1011011", "0111010",
       "1101011", "1101111", "1010010", "1111111", "1111011")  # fmt: skip


def segments():
    """Images (N, 1, 12, 12) of a display's ten digits, not always at the same place, with noise."""
    rng = np.random.default_rng(4)
    y = rng.integers(0, 10, 1800)
    x = rng.normal(0, 0.25, (1800, 1, 12, 12))
    for image, digit in zip(x[:, 0], y, strict=True):
        wide, high = rng.integers(5, 7), 4  # of a digit, and of half a digit
        top, left = rng.integers(1, 3), 3
        image[top : top + 2 * high + 1, left : left + wide] += _display(LIT[digit], wide, high)
    return x, y, 10


def _display(lit: str, wide: int, high: int) -> np.ndarray:
    drawn = np.zeros((2 * high + 1, wide))
    upper, lower = slice(0, high + 1), slice(high, 2 * high + 1)
    bars = ((0, slice(None)), (upper, 0), (upper, -1), (high, slice(None)),
            (lower, 0), (lower, -1), (-1, slice(None)))  # fmt: skip
    for on, bar in zip(lit, bars, strict=True):
        if on == "1":
            drawn[bar] = 1.0
    return drawn


def chirps():
    """Sequences (N, 40, 1) whose pitch rises, falls, rises and falls, or stays."""
    rng = np.random.default_rng(5)
    y = rng.integers(0, 4, 1600)
    time = np.linspace(0, 1, 40)
    bend = np.stack([time, 1 - time, 1 - np.abs(2 * time - 1), 0 * time + 0.5])[y]
    pitch = 1.5 + rng.random((1600, 1)) + 5 * bend
    angle = 2 * np.pi * (np.cumsum(pitch, 1) / 40 + rng.random((1600, 1)))
    return (np.sin(angle) + rng.normal(0, 0.25, angle.shape))[..., None], y, 4


def leaders():
    """Sequences (N, 16, 3) of three followers of one motion: which one is ahead of the others."""
    rng = np.random.default_rng(6)
    y = rng.integers(0, 3, 1600)
    steps = rng.normal(size=(1600, 24))
    motion = sum(np.roll(steps, shift, 1) for shift in range(4)) / 2
    late = np.where(np.arange(3) == y[:, None], 0, 3)
    at = np.arange(8, 24)[None, :, None] - late[:, None, :]
    x = np.take_along_axis(motion[:, :, None], at, 1)
    return x + rng.normal(0, 0.5, x.shape), y, 3


def chains():
    """Sequences (N, 16) of eight ids: which of four habits says what follows what."""
    rng = np.random.default_rng(7)
    y = rng.integers(0, 4, 1800)
    habits = rng.dirichlet(np.full(8, 0.5), (4, 8)).cumsum(-1)
    x = rng.integers(0, 8, (1800, 16))
    for at in range(1, 16):
        drawn = rng.random((1800, 1)) > habits[y, x[:, at - 1]]
        x[:, at] = drawn.sum(1).clip(max=7)
    return x, y, 4
