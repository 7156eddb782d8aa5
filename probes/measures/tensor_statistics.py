"""Eight statistics of a tensor of any size, in one pass and in little memory."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Statistics:
    """Of the finite entries; NaN where there are none. `bad` counts NaN and infinities."""

    size: int
    bad: int
    low: float
    high: float
    mean: float
    std: float
    mean_size: float  # of the absolute values
    norm: float
    zeros: int

    @property
    def largest(self) -> float:
        return max(abs(self.low), abs(self.high))

    @property
    def rms(self) -> float:
        return self.norm / math.sqrt(max(self.size - self.bad, 1))


class _Sums:
    def __init__(self) -> None:
        self.size = self.bad = self.zeros = 0
        self.low, self.high = math.inf, -math.inf
        self.sum = self.squares = self.sizes = 0.0
        self._buffer = np.empty(0, np.float32)

    def add(self, chunk: np.ndarray) -> None:
        if not chunk.size:
            return
        self.size += chunk.size
        low, high = float(chunk.min()), float(chunk.max())
        if not (math.isfinite(low) and math.isfinite(high)):  # min and max of a NaN are NaN
            finite = chunk[np.isfinite(chunk)]
            self.bad += chunk.size - finite.size
            if not finite.size:
                return
            chunk, low, high = finite, float(finite.min()), float(finite.max())
        self.low, self.high = min(self.low, low), max(self.high, high)
        self._moments(chunk, low, high)

    def _moments(self, chunk: np.ndarray, low: float, high: float) -> None:
        # float32 squares overflow above 1e19, and below 1e-19 they vanish
        if max(abs(low), abs(high)) > 1e15 or 0 < max(abs(low), abs(high)) < 1e-15:
            chunk = chunk.astype(np.float64)
        self.sum += float(chunk.sum())
        self.squares += float(np.dot(chunk, chunk))
        sizes = self._absolute(chunk)
        self.sizes += float(sizes.sum())
        if low <= 0 <= high and float(sizes.min()) == 0:
            self.zeros += chunk.size - int(np.count_nonzero(chunk))

    def _absolute(self, chunk: np.ndarray) -> np.ndarray:
        if self._buffer.size < chunk.size or self._buffer.dtype != chunk.dtype:
            self._buffer = np.empty(chunk.size, chunk.dtype)
        return np.abs(chunk, out=self._buffer[: chunk.size])


def statistics_of(chunks: Iterable[np.ndarray]) -> Statistics:
    """`chunks` are flat float arrays that fit the cache (StoredTensor.chunks gives them)."""
    sums = _Sums()
    for chunk in chunks:
        sums.add(chunk)
    count = sums.size - sums.bad
    if not count:
        nothing = math.nan
        return Statistics(sums.size, sums.bad, *[nothing] * 6, 0)
    mean = sums.sum / count
    variance = max(sums.squares / count - mean * mean, 0.0)
    if sums.low == sums.high:
        variance = 0.0
    return Statistics(
        size=sums.size,
        bad=sums.bad,
        low=sums.low,
        high=sums.high,
        mean=mean,
        std=math.sqrt(variance),
        mean_size=sums.sizes / count,
        norm=math.sqrt(sums.squares),
        zeros=sums.zeros,
    )
