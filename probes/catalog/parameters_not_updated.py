"""Parameters that the optimizer holds but never updated.

What it measures
    Parameters without any state, or with fewer steps than a tenth of the others.
Why it matters
    They were never reached by a gradient: cut off from the loss, or frozen.
Limits
    The first layers without state and all later ones with it look like a backbone that is
    frozen on purpose: not judged, unless its weights are still as PyTorch starts them or the loss
    has hardly moved. Nor are a few parameters that do not give the output: tables, layers out of
    use. Plain SGD keeps no state.
Source
    PyTorch creates the state of a parameter at its first gradient.
"""

from dataclasses import dataclass

from probes.checkpoint import OptimizerState
from probes.curve import Curve
from probes.measures.frozen import is_few, is_front, looks_new
from probes.measures.layers import Layer
from probes.verdict import ABSENT, PRESENT, Verdict, unknown

FEWER = 0.1
ENOUGH_STEPS = 10
MOVED = 0.1  # share of its start that the loss falls at least over a useful backbone


@dataclass(frozen=True)
class Idle:
    count: int
    total: int
    layer: str
    step: float
    front: bool
    few: bool
    new: bool
    stateless: bool
    loss_fell: float | None = None  # share of its start


def measure(
    optimizer_state: OptimizerState,
    hidden_layers: tuple[Layer, ...],
    training_curve: Curve | None = None,
) -> Idle:
    states = optimizer_state.parameters
    steps = [state.step or 0.0 for state in states if state.tensors]
    most = max(steps, default=0.0)
    idle = [
        place
        for place, state in enumerate(states)
        if not state.tensors or (most > 0 and (state.step or 0.0) < FEWER * most)
    ]
    names = [states[place].name for place in idle]
    layer = next((name for name in names if name), "")
    return Idle(
        count=len(idle),
        total=len(states),
        layer=layer or (f"#{idle[0]}" if idle else ""),
        step=most,
        front=is_front(idle, len(states)),
        few=is_few(idle, len(states)),
        new=any(layer.name in set(names) and looks_new(layer) for layer in hidden_layers),
        stateless=not steps,
        loss_fell=training_curve.drop if training_curve and training_curve.points else None,
    )


def judge(idle: Idle) -> Verdict:
    if idle.stateless:
        return unknown("optimizer_without_moments")
    if 0 < idle.step < ENOUGH_STEPS:
        return unknown("too_few_steps")
    if not idle.count:
        return ABSENT
    if idle.few:
        return unknown("a_few_not_trained")
    useless = idle.loss_fell is not None and idle.loss_fell < MOVED
    on_purpose = idle.front and not idle.new and not useless
    return unknown("looks_like_frozen_backbone") if on_purpose else PRESENT
