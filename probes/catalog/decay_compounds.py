"""The decay is applied to an already decayed rate.

What it measures
    Whether the logarithm of the rate falls with the square of the epochs, t(t+1)/2, and not
    with the epochs.
Why it matters
    The rate is gone after some tens of epochs although the decay looks harmless.
Limits
    Needs one rate per epoch. A decay that stops being applied is not recognised.
Source
    lr <- lr * d**t gives lr = lr0 * d**(t(t+1)/2); exact up to rounding.
"""

from dataclasses import dataclass

import numpy as np

from probes.curve import Curve
from probes.refusal import Refusal
from probes.verdict import Verdict, either

ENOUGH = 5
FITS, BETTER = 0.01, 20.0  # rest of the fit as a share of the fall; against the straight line
FALLEN = 0.1  # in the logarithm


@dataclass(frozen=True)
class Fit:
    epoch: int
    rate: float
    expected: float
    rest: float  # of the quadratic, as a share of the whole fall
    straight_rest: float
    fall: float


def measure(rates: Curve) -> Fit:
    if rates.unit == "step":
        raise Refusal("one_rate_per_epoch_needed")
    values = rates.at_least(ENOUGH).values
    values = values[values > 0]
    if values.size < ENOUGH:
        raise Refusal("too_few_points", points=int(values.size), needed=ENOUGH)
    logs, t = np.log(values), np.arange(values.size)
    fall = float(logs[0] - logs[-1])
    factor = values[1] / values[0]
    return Fit(
        int(t[-1]),
        float(values[-1]),
        float(values[0] * factor ** t[-1]),
        _rest(logs, t, 2) / max(abs(fall), 1e-30),
        _rest(logs, t, 1) / max(abs(fall), 1e-30),
        fall,
    )


def _rest(logs: np.ndarray, t: np.ndarray, degree: int) -> float:
    fit = np.polynomial.Polynomial.fit(t, logs, degree)
    return float(np.abs(logs - fit(t)).max())


def judge(fit: Fit) -> Verdict:
    falls = fit.fall > FALLEN and fit.rate < fit.expected
    return either(falls and fit.rest < FITS and fit.straight_rest > BETTER * fit.rest)
