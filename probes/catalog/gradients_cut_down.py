"""The optimizer is fed gradients far smaller than those that the loss has.

What it measures
    The size of the gradient on the batch over the size of the mean gradient that the optimizer
    remembers (of about ten steps: Adam's first moment, SGD's momentum buffer).
Why it matters
    Something between `backward` and `step` makes every gradient small: a clip limit below the
    usual norm, a loss scale that is divided out twice, a loss divided by too much.
Limits
    The optimizer must keep a mean (Adam, or SGD with momentum). Noise that averages out makes the
    mean smaller, too, but not by this much; so do weights that were thrown far away by the last
    steps.
Source
    Kingma and Ba, https://arxiv.org/abs/1412.6980, section 2. In the clinic clipped at every step
    26 to 50, 108 healthy runs up to 14.
"""

from dataclasses import dataclass

from probes.passes.memory import GradientMemory
from probes.verdict import Verdict, either, unknown

FAR_SMALLER = 20.0


@dataclass(frozen=True)
class Smaller:
    remembered: float
    fresh: float
    factor: float
    unable: str | None


def measure(gradient_memory: GradientMemory) -> Smaller:
    """`factor`: how many times the remembered gradient the fresh one is."""
    unable = gradient_memory.unable
    remembered, fresh = gradient_memory.remembered or 0.0, gradient_memory.fresh
    return Smaller(remembered, fresh, 0.0 if unable else fresh / remembered, unable)


def judge(found: Smaller) -> Verdict:
    return unknown(found.unable) if found.unable else either(found.factor >= FAR_SMALLER)
