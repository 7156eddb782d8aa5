"""Which optimizer is used.

What it measures
    The kind that its state and settings show; SGD counts as with momentum above zero.
Why it matters
    What is a usual rate, decay or momentum depends on it.
Limits
    Before PyTorch 2.6 Adam and AdamW store the same: without weight decay they are the same, with
    it AdamW is likelier. Optimizers of other libraries may store what these store.
Source
    The optimizer's own record.
"""

from dataclasses import dataclass

from probes.checkpoint import OptimizerState
from probes.measures.main_group import setting
from probes.verdict import Verdict, unknown, valued

_NAMED = ("adam", "adamw", "rmsprop", "adagrad", "adafactor", "lion")


@dataclass(frozen=True)
class Kind:
    value: str | None
    certain: bool


def measure(optimizer_state: OptimizerState) -> Kind:
    kind = optimizer_state.kind
    if kind == "sgd":
        momentum = setting(optimizer_state, "momentum") or 0.0
        return Kind("sgd_momentum" if momentum > 0 else "sgd", optimizer_state.kind_certain)
    if kind in _NAMED:
        return Kind(kind, optimizer_state.kind_certain)
    return Kind(None if kind == "unknown" else "other", optimizer_state.kind_certain)


def judge(kind: Kind) -> Verdict:
    if kind.value is None or (kind.value == "lion" and not kind.certain):
        return unknown("optimizer_not_recognised")
    return valued(kind.value)
