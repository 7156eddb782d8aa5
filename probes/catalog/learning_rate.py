"""Learning rate.

What it measures
    The highest rate in the history: the one that was set, before any decay. Without a history the
    rate in the checkpoint's optimizer, before decay where it keeps that.
Why it matters
    The setting that decides most.
Limits
    Of several groups of parameters the first counts.
Source
    Exact.
"""

from dataclasses import dataclass

from probes.checkpoint import OptimizerState
from probes.curve import Curve
from probes.shelf import Missing
from probes.verdict import Verdict, valued


@dataclass(frozen=True)
class Rate:
    value: float
    last: float


def measure(rates: Curve | None = None, optimizer_state: OptimizerState | None = None) -> Rate:
    if rates is not None:
        return Rate(float(rates.values.max()), float(rates.values[-1]))
    if optimizer_state is None:
        raise Missing("learning_rate")
    first, now = optimizer_state.setting("initial_lr"), optimizer_state.setting("lr")
    if now is None:
        raise Missing("learning_rate")
    return Rate(first or now, now)


def judge(rate: Rate) -> Verdict:
    return valued(rate.value)
