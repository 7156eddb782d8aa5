"""The optimizer remembers nothing of any parameter although epochs were logged.

What it measures
    How many of the parameters that the optimizer holds have a state, for optimizers that start one
    with a parameter's first gradient: the Adam and RMSprop families, SGD with momentum.
Why it matters
    Not one of its parameters was ever stepped: it was given others than the model's, or nothing
    that it was given gets a gradient.
Limits
    An optimizer without memory, as plain SGD, shows nothing; nor does a state that was left away
    when the file was saved.
Source
    torch.optim keeps the state of a parameter from its first gradient on.
"""

from dataclasses import dataclass

from probes.checkpoint import OptimizerState
from probes.curve import Curve
from probes.verdict import Verdict, either, unknown

REMEMBERS = ("betas", "alpha", "rho", "lr_decay")  # settings of optimizers that always do
FEWEST_RECORDS = 2


@dataclass(frozen=True)
class Memory:
    held: int
    remembered: int
    remembers: bool
    records: int


def measure(optimizer_state: OptimizerState, training_curve: Curve) -> Memory:
    states = optimizer_state.parameters
    remembered = sum(bool(state.tensors) or state.step is not None for state in states)
    return Memory(len(states), remembered, remembers(optimizer_state), training_curve.points)


def remembers(optimizer_state: OptimizerState) -> bool:
    """Whether it keeps a state of each parameter that it steps."""
    known = any(name in group for group in optimizer_state.groups for name in REMEMBERS)
    return known or bool(optimizer_state.setting("momentum"))


def judge(memory: Memory) -> Verdict:
    if not memory.held or not memory.remembers:
        return unknown("needs_gradient_records")
    if memory.records < FEWEST_RECORDS:
        return unknown("too_few_steps")
    return either(memory.remembered == 0)
