"""The loss adds the samples up instead of averaging them.

What it measures
    The loss of some samples followed by themselves over that of the samples (evaluation mode).

Why it matters
    The step grows with the batch size: a rate that suits one batch size fails at another.

Limits
    Judged only where the model holds its own loss. A part of the loss may be a sum and the other
    a mean: the ratio is then between 1 and 2.

Source
    By the definition: 1 for a mean, 2 for a sum.
"""

from dataclasses import dataclass, replace

import torch
from torch import Tensor

from probes.passes.objective import Objective
from probes.verdict import Verdict, either, unknown

SAMPLES = 8
MEAN_AT_MOST = 1.1
SUM_AT_LEAST = 1.9


@dataclass(frozen=True)
class Measured:
    ratio: float
    in_graph: bool


def measure(objective: Objective) -> Measured:
    if objective.loss_from != "graph" or objective.program.graph.static_batch is not None:
        return Measured(1.0, in_graph=False)
    few = objective.part(slice(0, SAMPLES))
    twice = {name: _twice(value) for name, value in few.inputs.items()}
    with torch.no_grad():
        once, _ = few.evaluate("eval")
        doubled, _ = replace(few, inputs=twice).evaluate("eval")
    return Measured(float(doubled) / float(once) if float(once) else float("nan"), in_graph=True)


def judge(measured: Measured) -> Verdict:
    if not measured.in_graph:
        return unknown("loss_not_in_graph")
    if not 0 < measured.ratio < float("inf"):
        return unknown("loss_not_finite")
    if MEAN_AT_MOST < measured.ratio < SUM_AT_LEAST:
        return unknown("between_sum_and_mean")
    return either(measured.ratio >= SUM_AT_LEAST)


def _twice(value: object) -> object:
    return torch.cat([value, value]) if isinstance(value, Tensor) and value.dim() else value
