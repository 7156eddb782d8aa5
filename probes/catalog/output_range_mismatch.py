"""The last activation cannot reach the targets.

What it measures
    The range that the operation after the last layer of weights can give, beside the range of the
    targets, for regression losses; and a ReLU behind the logits of a classifier.

Why it matters
    What the model cannot say it cannot learn.

Limits
    Judged where the last operation is a sigmoid, tanh, ReLU or softmax. Targets that stay inside
    by a hundredth of the range fit.

Source
    By the definition.
"""

from dataclasses import dataclass

from probes.graph.layers import kind
from probes.passes import structure
from probes.passes.objective import Objective
from probes.shelf import Missing
from probes.verdict import Verdict, either

INFINITY = float("inf")
RANGES = {
    "sigmoid": (0.0, 1.0), "hardsigmoid": (0.0, 1.0), "tanh": (-1.0, 1.0),
    "hardtanh": (-1.0, 1.0), "relu": (0.0, INFINITY), "relu6": (0.0, 6.0),
    "softplus": (0.0, INFINITY), "exp": (0.0, INFINITY), "softmax": (0.0, 1.0),
    "_softmax": (0.0, 1.0),
}  # fmt: skip
# A classifier's logits must be able to be negative.
NEGATIVE_LOGIT = -1.0
REGRESSION = {"mse", "l1", "huber"}
TOLERANCE = 0.01


@dataclass(frozen=True)
class Measured:
    target_low: float
    target_high: float
    output_low: float
    output_high: float
    activation: str
    where: str
    judged: bool


def measure(objective: Objective) -> Measured:
    ending = structure.output_nodes(objective.program.graph)
    node = ending[0] if ending else None
    activation = kind(node) if node is not None else ""
    low, high = RANGES.get(activation, (-INFINITY, INFINITY))
    place = structure.where(node) if node is not None else ""
    if objective.loss_kind in ("cross_entropy", "bce_with_logits"):
        relu = activation in ("relu", "relu6", "softplus", "exp")
        return Measured(NEGATIVE_LOGIT, 1.0, low, high, activation, place, relu)
    targets = objective.targets
    if targets is None:
        raise Missing("labels")
    judged = objective.loss_kind in REGRESSION and targets.is_floating_point()
    span = (float(targets.min()), float(targets.max()))
    return Measured(*span, low, high, activation, place, judged)


def judge(measured: Measured) -> Verdict:
    slack = TOLERANCE * (measured.target_high - measured.target_low)
    below = measured.target_low < measured.output_low - slack
    above = measured.target_high > measured.output_high + slack
    return either(measured.judged and (below or above))
