"""The epsilon of Adam.

What it measures
    `eps` of the optimizer's largest parameter group.
Why it matters
    Too small it divides noise by noise, too large it turns Adam into SGD.
Limits
    Adam and AdamW only.
Source
    Kingma and Ba, https://arxiv.org/abs/1412.6980; the optimizer's own record.
"""

from dataclasses import dataclass

from probes.checkpoint import OptimizerState
from probes.measures.main_group import setting
from probes.verdict import Verdict, unknown, valued


@dataclass(frozen=True)
class Epsilon:
    value: float | None


def measure(optimizer_state: OptimizerState) -> Epsilon:
    if optimizer_state.kind not in ("adam", "adamw"):
        return Epsilon(None)
    return Epsilon(setting(optimizer_state, "eps", "epsilon"))


def judge(epsilon: Epsilon) -> Verdict:
    told = epsilon.value
    return unknown("optimizer_without_epsilon") if told is None else valued(told)
