"""Two arms over the same seeds: their paired difference, its interval, and the verdict."""

import math
from dataclasses import dataclass
from statistics import mean, stdev

from probes.trials.trial import Curve

# Quantile 0.975 of Student's t with n - 1 degrees of freedom, by the number of seeds.
STUDENT = {2: 12.71, 3: 4.30, 4: 3.18, 5: 2.78}
SOLVED = 0.5  # of the control's loss is left
CHANGED = 0.1  # of the control's loss
LEARNS = 0.5  # of its first loss: a control that comes below it needs no fix on this batch


@dataclass(frozen=True)
class Comparison:
    """`difference` is control minus fixed, of the final losses; `ratio` how much farther it falls.

    `verdict`: solved, partly, no_change, worse.
    """

    verdict: str
    seeds: int
    better: int
    control: float
    fixed: float
    difference: float
    low: float
    high: float
    ratio: float | None
    control_learns: bool


def compare(control: list[Curve], fixed: list[Curve]) -> Comparison:
    pairs = list(zip(control, fixed, strict=True))
    differences = [_bounded(c) - _bounded(f) for c, f in pairs]
    middle = mean(differences)
    spread = stdev(differences) if len(differences) > 1 else 0.0
    half = STUDENT.get(len(differences), 2.0) * spread / math.sqrt(len(differences))
    left, before = mean(_bounded(f) for f in fixed), mean(_bounded(c) for c in control)
    better = sum(difference > 0 for difference in differences)
    falls = [mean(curve.start - _bounded(curve) for curve in runs) for runs in (control, fixed)]
    learns = all(_bounded(curve) < LEARNS * curve.start for curve in control)
    verdict = _verdict(before, left, middle - half, middle + half, better, fixed)
    return Comparison(
        verdict, len(pairs), better, before, left, middle, middle - half, middle + half,
        falls[1] / falls[0] if falls[0] > 0 else None, learns,
    )  # fmt: skip


def _verdict(
    control: float, fixed: float, low: float, high: float, better: int, runs: list[Curve]
) -> str:
    seeds = len(runs)
    if any(curve.diverged for curve in runs):
        return "worse" if high < 0 else "no_change"
    scale = max(abs(control), 1e-12)
    certain = low > 0 or better == seeds and control - fixed > SOLVED * scale
    if better == seeds and certain and control - fixed > CHANGED * scale:
        learns = all(curve.final < 0.9 * curve.start for curve in runs)
        return "solved" if fixed <= SOLVED * control and learns else "partly"
    if better == 0 and high < 0 and fixed - control > CHANGED * scale:
        return "worse"
    return "no_change"


def _bounded(curve: Curve) -> float:
    """A diverged run counts as ten times its first loss: means stay finite."""
    worst = 10 * max(abs(curve.start), 1.0) if math.isfinite(curve.start) else 100.0
    return worst if curve.diverged else min(curve.final, worst)
