"""The training loss moves at first and then stands still to the last digits.

What it measures
    The share of the run after which the logged losses stay within 0.02 % of the last one, and how
    far the loss was from there before.
Why it matters
    A network that still takes steps never has the same mean loss twice: the rate has gone to
    nothing, or nothing that could change gets a gradient any more.
Limits
    Losses of single batches differ although nothing moves, so that a log of steps shows nothing;
    a loss logged with two digits stands still early.
Source
    By the look of such runs; healthy ones that have converged still move by 0.1 % from epoch to
    epoch.
"""

from dataclasses import dataclass

import numpy as np

from probes.curve import Curve
from probes.verdict import Verdict, either, unknown

ENOUGH = 8
STILL = 2e-4  # of the loss
MOVED = 1e-3  # of the loss, before
MOST = 0.7  # of the run: schedules end in the last part
DIGITS = 3  # of the losses: with fewer, any loss stands still


@dataclass(frozen=True)
class Stillness:
    place: float
    unit: str
    level: float
    share: float  # of the run until then
    moved: float  # share of the level
    digits: int


def measure(training_curve: Curve) -> Stillness:
    curve = training_curve.at_least(ENOUGH)
    level = float(curve.values[-1])
    share = moves_until(curve)
    at = round(share * (curve.points - 1))
    moved = float(abs(curve.values[: at + 1] - level).max()) / max(abs(level), 1e-30)
    return Stillness(
        float(curve.x[at]), curve.unit, level, share, moved, _digits(curve.values),
    )  # fmt: skip


def moves_until(curve: Curve) -> float:
    """The share of the run from which the loss stays where it is at the end."""
    level = curve.values[-1]
    moving = np.flatnonzero(abs(curve.values - level) > STILL * abs(level))
    first_still = int(moving[-1]) + 1 if moving.size else 0
    return first_still / max(curve.points - 1, 1)


def _digits(values: np.ndarray) -> int:
    """The most significant ones that any of the losses was logged with."""
    shown = (f"{abs(value):.6g}".partition("e")[0].replace(".", "").lstrip("0") for value in values)
    return max(len(text.rstrip("0")) for text in shown)


def judge(stillness: Stillness) -> Verdict:
    if stillness.unit == "step":
        return unknown("batches_differ")
    if stillness.digits < DIGITS:
        return unknown("too_few_digits")
    return either(stillness.share <= MOST and stillness.moved >= MOVED)
