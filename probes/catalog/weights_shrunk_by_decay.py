"""The weights are far below the scale they started at, and the decay explains it.

What it measures
    The median over hidden layers of standard deviation x sqrt(3 x fan_in), 1 as PyTorch starts
    (Xavier and Kaiming start above), beside what the weight decay alone leaves of a weight:
    exp(-rate x decay x steps / (1 - momentum)), for SGD and AdamW.
Why it matters
    What the decay takes faster than the loss gives back is not learnt.
Limits
    Layers before a normalisation shrink without harm and are not judged; nor is Adam, where the
    decay is part of the scaled gradient. The rate is the highest the file tells: a schedule makes
    the decay take less. A start with a tiny scale looks the same where the decay is strong.
Source
    Loshchilov and Hutter, ICLR 2019, for the decay by step. A third of the start is our choice,
    set on the clinic's tuning half: healthy hidden layers keep 1.2 and more of it.
"""

import math
from dataclasses import dataclass

from probes.checkpoint import OptimizerState
from probes.measures.main_group import setting
from probes.verdict import ABSENT, Verdict, either, unknown

FAR_BELOW = 1 / 3


@dataclass(frozen=True)
class Shrunk:
    kept: float
    decay_leaves: float | None
    weight_decay: float | None


def measure(
    starting_scale_kept: float, optimizer_state: OptimizerState, steps_done: float | None
) -> Shrunk:
    decay = setting(optimizer_state, "weight_decay")
    rates = [setting(optimizer_state, name) for name in ("lr", "initial_lr")]
    rate = max((rate for rate in rates if rate is not None), default=None)
    if optimizer_state.kind not in ("sgd", "adamw") or None in (decay, rate, steps_done):
        return Shrunk(starting_scale_kept, None, decay)
    momentum = setting(optimizer_state, "momentum") if optimizer_state.kind == "sgd" else 0.0
    folds = (rate or 0.0) * (decay or 0.0) * (steps_done or 0.0)
    folds /= max(1 - (momentum or 0.0), 1e-3)
    return Shrunk(starting_scale_kept, math.exp(-folds), decay)


def judge(shrunk: Shrunk) -> Verdict:
    if shrunk.weight_decay == 0 or shrunk.kept >= FAR_BELOW:
        return ABSENT
    if shrunk.decay_leaves is None:
        return unknown("decay_not_followed")
    return either(shrunk.decay_leaves < FAR_BELOW)
