"""The weight decay.

What it measures
    `weight_decay` of the largest value among the optimizer's parameter groups: biases and norms
    are often exempt.
Why it matters
    Too much of it holds the weights near zero, none leaves large models free to memorise.
Limits
    A penalty that is added to the loss by hand is not seen.
Source
    The optimizer's own record.
"""

from dataclasses import dataclass

from probes.checkpoint import OptimizerState
from probes.measures.optimizer_record import number
from probes.verdict import Verdict, unknown, valued


@dataclass(frozen=True)
class Decay:
    value: float | None


def measure(optimizer_state: OptimizerState) -> Decay:
    told = [number(g, "weight_decay") for g in optimizer_state.groups if "weight_decay" in g]
    return Decay(max(told, default=None))


def judge(decay: Decay) -> Verdict:
    return unknown("setting_not_told") if decay.value is None else valued(decay.value)
