"""The optimizer is fed gradients far larger than those that the loss has.

What it measures
    The size of the mean gradient that the optimizer remembers (of about ten steps: Adam's first
    moment, SGD's momentum buffer) over the size of the gradient on the batch.
Why it matters
    Gradients that are not cleared add up from step to step: what the optimizer follows is the sum
    of all since the last clearing, not the slope of the loss where the weights are.
Limits
    The optimizer must keep a mean (Adam, or SGD with momentum). Accumulating over a few steps on
    purpose is not seen. Where the loss has become NaN there is nothing to compare.
Source
    Kingma and Ba, https://arxiv.org/abs/1412.6980, section 2. In the clinic never cleared 7 to
    50 and more, all else up to 5 (108 healthy runs up to 4.6).
"""

from dataclasses import dataclass

from probes.passes.memory import GradientMemory
from probes.verdict import Verdict, either, unknown

FAR_LARGER = 6.0


@dataclass(frozen=True)
class Larger:
    remembered: float
    fresh: float
    ratio: float
    unable: str | None


def measure(gradient_memory: GradientMemory) -> Larger:
    """`ratio`: how many times the fresh gradient the remembered one is."""
    unable = gradient_memory.unable
    remembered, fresh = gradient_memory.remembered or 0.0, gradient_memory.fresh
    return Larger(remembered, fresh, 0.0 if unable else remembered / fresh, unable)


def judge(found: Larger) -> Verdict:
    return unknown(found.unable) if found.unable else either(found.ratio >= FAR_LARGER)
