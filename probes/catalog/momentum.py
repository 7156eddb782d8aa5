"""The momentum of SGD or RMSprop.

What it measures
    `momentum` of the optimizer's largest parameter group.
Why it matters
    It multiplies the effective rate by 1 / (1 - momentum).
Limits
    Adam's first beta is no such setting: it is not reported.
Source
    The optimizer's own record.
"""

from dataclasses import dataclass

from probes.checkpoint import OptimizerState
from probes.measures.main_group import setting
from probes.verdict import Verdict, unknown, valued


@dataclass(frozen=True)
class Momentum:
    value: float | None
    kind: str


def measure(optimizer_state: OptimizerState) -> Momentum:
    return Momentum(setting(optimizer_state, "momentum"), optimizer_state.kind)


def judge(momentum: Momentum) -> Verdict:
    if momentum.value is None or momentum.kind not in ("sgd", "rmsprop", "unknown"):
        return unknown("optimizer_without_momentum")
    return valued(momentum.value)
