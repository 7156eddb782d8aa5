"""Spikes in the gradient norm.

What it measures
    Norms above ten times the running median that are also large against the beginning of the run.
Why it matters
    One such step without clipping can undo hundreds of others.
Limits
    Near convergence single hard batches stand out against a norm that is nearly zero: they do not
    count.
Source
    Ten times the running median: a rule of public log checkers; the second condition is ours.
"""

from dataclasses import dataclass

import numpy as np

from probes.curve import Curve
from probes.robust import running_median
from probes.verdict import Verdict, either

ENOUGH = 20
TIMES = 10.0
AGAINST_BEGINNING = 10.0


@dataclass(frozen=True)
class Spikes:
    count: int
    largest: float
    step: float | None
    unit: str
    median: float


def measure(gradient_norms: Curve) -> Spikes:
    curve = gradient_norms.at_least(ENOUGH)
    around = running_median(curve.values, int(np.clip(curve.points // 20, 5, 200)))
    beginning = float(np.median(curve.values[: max(5, curve.points // 10)]))
    high = curve.values > np.maximum(TIMES * around, AGAINST_BEGINNING * beginning)
    places = np.flatnonzero(high)
    top = places[np.argmax(curve.values[places])] if places.size else None
    return Spikes(
        int(places.size),
        float(curve.values[top]) if top is not None else float(curve.values.max()),
        float(curve.x[top]) if top is not None else None,
        curve.unit,
        float(np.median(curve.values)),
    )


def judge(spikes: Spikes) -> Verdict:
    return either(spikes.count > 0)
