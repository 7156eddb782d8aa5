"""The rate decays to nothing early.

What it measures
    The place from which the rate stays below 1 % of its peak. Where no rates were logged, the rate
    in the checkpoint against the one it was set to, and the place from which the training loss
    stands still to the digit.
Why it matters
    From there on the run costs time and changes nothing.
Limits
    In the last fifth of the run that is how schedules end: a checkpoint alone cannot tell when.
Source
    Below 1 % of the peak before 80 % of the run: our choice, as in the words of the finding.
"""

from dataclasses import dataclass

import numpy as np

from probes.catalog.loss_stands_still import moves_until
from probes.checkpoint import OptimizerState
from probes.curve import Curve
from probes.shelf import Missing
from probes.verdict import Verdict, either

ENOUGH = 5
NOTHING, EARLY = 0.01, 0.8


@dataclass(frozen=True)
class Decay:
    peak: float
    last: float
    share: float  # of the run; 1 where it never stays below


def measure(
    rates: Curve | None = None,
    optimizer_state: OptimizerState | None = None,
    training_curve: Curve | None = None,
) -> Decay:
    if rates is not None:
        return _by_rates(rates.at_least(ENOUGH))
    if optimizer_state is None or training_curve is None:
        raise Missing("learning_rate")
    first, now = optimizer_state.setting("initial_lr"), optimizer_state.setting("lr")
    if not first or now is None:
        raise Missing("learning_rate")
    if now >= NOTHING * first:
        return Decay(first, now, 1.0)
    if training_curve.unit == "step":
        raise Missing("learning_rate")  # no two batches have the same loss
    return Decay(first, now, moves_until(training_curve.at_least(ENOUGH)))


def _by_rates(curve: Curve) -> Decay:
    peak = float(curve.values.max())
    alive = np.flatnonzero(curve.values >= NOTHING * peak)
    first_dead = min(int(alive[-1]) + 1, curve.points - 1)
    length = max(float(curve.x[-1] - curve.x[0]), 1e-30)
    dead = alive[-1] < curve.points - 1
    share = float(curve.x[first_dead] - curve.x[0]) / length if dead else 1.0
    return Decay(peak, float(curve.values[-1]), share)


def judge(decay: Decay) -> Verdict:
    return either(decay.share < EARLY)
