"""Shares with the 95 % interval of Wilson, and the error of calibration."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

Z = 1.96
BINS = 10


@dataclass(frozen=True)
class Share:
    hits: int
    of: int

    @property
    def value(self) -> float | None:
        return self.hits / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float]:
        n, p = self.of, self.hits / self.of
        middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
        half = Z * math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n)
        return max(middle - half, 0.0), min(middle + half, 1.0)

    def __str__(self) -> str:
        if not self.of:
            return "-"
        low, high = self.interval
        return f"{self.hits / self.of:.2f} ({low:.2f}-{high:.2f})"


def share(hits: Iterable[bool]) -> Share:
    seen = list(hits)
    return Share(sum(seen), len(seen))


@dataclass(frozen=True)
class Bin:
    confidence: float  # mean
    right: float
    count: int


def reliability(pairs: Iterable[tuple[float, bool]]) -> list[Bin]:
    """`pairs` of confidence and whether it was right, in ten bins."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in pairs:
        bins.setdefault(min(int(confidence * BINS), BINS - 1), []).append((confidence, right))
    return [
        Bin(sum(c for c, _ in some) / len(some), sum(r for _, r in some) / len(some), len(some))
        for _, some in sorted(bins.items())
    ]


def calibration_error(bins: list[Bin]) -> float:
    count = sum(one.count for one in bins)
    return sum(one.count * abs(one.confidence - one.right) for one in bins) / max(count, 1)
