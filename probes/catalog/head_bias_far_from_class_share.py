"""An output bias that is far from the shares of the classes.

What it measures
    The shares that the last layer's bias implies for an input of zeros (softmax, or sigmoid of a
    single output) against the shares of the labels; the largest gap.
Why it matters
    The first hundreds of steps are spent on learning the shares, and rare classes vanish meanwhile.
Limits
    Training spreads what it learned over bias and weights: only a bias at the very start is judged,
    one that is all zeros or within PyTorch's starting range after at most 10 steps. Needs 100
    labels.
Source
    Karpathy, A Recipe for Training Neural Networks, 2019; Lin et al., Focal Loss,
    https://arxiv.org/abs/1708.02002
"""

from dataclasses import dataclass

import numpy as np

from probes.checkpoint import Checkpoint
from probes.measures.class_labels import IGNORED
from probes.measures.layers import Layer
from probes.shelf import Missing
from probes.verdict import Verdict, either, unknown

FAR = 0.3
ENOUGH = 100
AT_START = 10  # steps


@dataclass(frozen=True)
class Gap:
    layer: str
    gap: float
    samples: int
    step: float | None
    untouched: bool


def measure(
    checkpoint: Checkpoint,
    hidden_layers: tuple[Layer, ...],
    head_size: int,
    class_labels: np.ndarray,
    steps_done: float | None,
) -> Gap:
    name = hidden_layers[-1].name.removesuffix("weight").removesuffix("kernel") + "bias"
    bias = checkpoint.weights.get(name)
    labels = class_labels[class_labels != IGNORED]
    outputs = max(head_size, 2)
    if (
        bias is None
        or not bias.readable
        or bias.size != head_size
        or labels.max(initial=0) >= outputs
    ):
        raise Missing("head")
    implied = _implied(bias.array().reshape(-1).astype(np.float64))
    shares = np.bincount(labels[labels >= 0], minlength=outputs) / max(len(labels), 1)
    return Gap(
        layer=name,
        gap=float(np.abs(implied - shares).max()),
        samples=len(labels),
        step=steps_done,
        untouched=bool((bias.array() == 0).all()),
    )


def _implied(bias: np.ndarray) -> np.ndarray:
    if len(bias) == 1:
        bias = np.array([0.0, bias[0]])
    exponentials = np.exp(bias - bias.max())
    return exponentials / exponentials.sum()


def judge(found: Gap) -> Verdict:
    if found.samples < ENOUGH:
        return unknown("batch_too_small")
    at_start = found.untouched or (found.step is not None and found.step <= AT_START)
    return either(found.gap > FAR) if at_start else unknown("bias_was_trained")
