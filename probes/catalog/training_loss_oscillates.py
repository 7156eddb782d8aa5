"""Loss swings up and down.

What it measures
    The spread of the loss around its smoothed curve over the whole run and over its last third,
    as a share of the level; and as a share of what there was to learn.
Why it matters
    Steps that overshoot, or batches too small for the rate.
Limits
    The loss of single batches is noisy by nature: points are medians over a 200th of the run,
    and must swing more than independent batches would. Swings of a loss that is nearly gone do
    not count.
Source
    Noise above 15 % of the level in research of ours (healthy runs: 2 %); AUTOTRAINER (ICSE 2021)
    and TheDeepChecker ask for amplitude and frequency both, as here.
"""

from dataclasses import dataclass

import numpy as np

from probes.curve import Curve
from probes.robust import last
from probes.verdict import Verdict, either

ENOUGH = 10
LARGE = 0.15  # share of the level
MATTERS = 0.03  # share of the start
BATCH_NOISE = 1.5  # times what independent batches explain
TURNS = 0.4  # share of the points at which the curve turns


@dataclass(frozen=True)
class Swings:
    noise: float  # share of the level, over the run
    late_noise: float
    against_start: float
    turns: float
    over_batch_noise: float  # times; 0 batch noise where epochs were logged


def measure(training_curve: Curve) -> Swings:
    curve = training_curve.as_shares(ENOUGH)
    moves = np.sign(np.diff(last(curve.coarse, 0.5)))
    level = max(float(np.median(curve.coarse)), 1e-30)
    late_level = max(float(np.median(curve.tail(1 / 3))), 1e-30)
    top = max(curve.start, float(np.median(curve.coarse[:3])))
    return Swings(
        noise=curve.swing() / level,
        late_noise=curve.swing(1 / 3) / late_level,
        against_start=min(curve.swing(), curve.swing(0.5)) / top,
        turns=float(np.mean(moves[1:] * moves[:-1] < 0)) if moves.size > 1 else 0.0,
        over_batch_noise=curve.swing(0.5) / max(curve.batch_noise, 1e-30),
    )


def judge(swings: Swings) -> Verdict:
    large = swings.noise >= LARGE and swings.late_noise >= LARGE
    large = large and swings.over_batch_noise > BATCH_NOISE
    return either(large and swings.against_start >= MATTERS and swings.turns >= TURNS)
