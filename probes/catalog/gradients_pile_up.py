"""The optimizer is fed gradients far larger than those that the loss has.

What it measures
    The size of the mean gradient that the optimizer remembers (of about ten steps: Adam's first
    moment, SGD's momentum buffer) over the size of the gradient on the batch.
Why it matters
    Gradients that are not cleared add up from step to step: what the optimizer follows is the sum
    of all since the last clearing, not the slope of the loss where the weights are.
Limits
    The optimizer must keep a mean (Adam, or SGD with momentum). Accumulating over a few steps on
    purpose is not seen. Where the loss has become NaN there is nothing to compare. A network that
    has learnt has next to no gradient left on a whole batch: then a large ratio says nothing.
Source
    Kingma and Ba, https://arxiv.org/abs/1412.6980, section 2. In the clinic never cleared 7 to
    50 and more, and none of these has learnt; of the others 6 and more only where it has.
"""

from dataclasses import dataclass

from probes.passes.chance import learnt
from probes.passes.memory import GradientMemory
from probes.passes.training import TrainingPass
from probes.verdict import ABSENT, PRESENT, Verdict, unknown

FAR_LARGER = 6.0


@dataclass(frozen=True)
class Larger:
    remembered: float
    fresh: float
    ratio: float
    unable: str | None
    learnt: bool


def measure(gradient_memory: GradientMemory, training_pass: TrainingPass) -> Larger:
    """`ratio`: how many times the fresh gradient the remembered one is."""
    unable = gradient_memory.unable
    remembered, fresh = gradient_memory.remembered or 0.0, gradient_memory.fresh
    ratio = 0.0 if unable else remembered / fresh
    return Larger(remembered, fresh, ratio, unable, learnt(training_pass))


def judge(found: Larger) -> Verdict:
    if found.unable:
        return unknown(found.unable)
    if found.ratio < FAR_LARGER:
        return ABSENT
    return unknown("little_gradient_where_learnt") if found.learnt else PRESENT
