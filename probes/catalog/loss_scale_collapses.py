"""The loss scale collapses.

What it measures
    The loss scale of mixed precision at the end against its highest value.
Why it matters
    It is halved at each overflow: a scale near 1 means that gradients overflow, or are NaN, again
    and again, and those steps are skipped.
Limits
    Needs the scale in the history.
Source
    PyTorch's GradScaler starts at 65536, halves at overflow and doubles after 2000 good steps.
"""

from dataclasses import dataclass

from probes.history import History
from probes.refusal import Refusal
from probes.shelf import Missing
from probes.verdict import Verdict, either

ENOUGH = 3
HALVINGS = 2.0**-8
TINY = 1.0


@dataclass(frozen=True)
class Scale:
    start: float
    end: float
    step: float


def measure(history: History) -> Scale:
    x, scale = history.series("loss_scale")
    if not scale.size:
        raise Missing("loss_scale")
    if scale.size < ENOUGH:
        raise Refusal("too_few_points", points=int(scale.size), needed=ENOUGH)
    return Scale(float(scale.max()), float(scale[-1]), float(x[-1]))


def judge(scale: Scale) -> Verdict:
    fallen = scale.end <= HALVINGS * scale.start
    return either(fallen or (scale.end < TINY and scale.end < scale.start))
