"""Values come near the limit of float16.

What it measures
    A bound on the magnitude of every operation's result on this batch (root of the sum of
    squares) and, where the bound passes the limit, the magnitude itself.

Why it matters
    float16 ends at 65504: above it is infinity, and NaN one operation later.

Limits
    What an attention mask hides is far below zero by right, all of it alike, and is left out;
    so are single numbers, as a loss is, which mixed precision keeps in float32. The batch is
    run in the precision of the exported model. Gradients are not looked at: loss scaling moves
    them on purpose.

Source
    IEEE 754 binary16; a factor of about six is left for other batches.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from probes.graph.graph import Node
from probes.passes.structure import label
from probes.passes.training import TrainingPass
from probes.verdict import Verdict, either, unknown

NEAR_THE_LIMIT = 10_000.0


@dataclass(frozen=True)
class Measured:
    layer: str
    largest: float
    finite: bool


def measure(training_pass: TrainingPass) -> Measured:
    suspects = {
        seen.node.name for seen in training_pass.operations if not seen.bound < NEAR_THE_LIMIT
    }
    if not suspects or not training_pass.finite:
        bound = max((seen.bound for seen in training_pass.operations), default=0.0)
        return Measured("", min(bound, NEAR_THE_LIMIT), training_pass.finite)
    found: list[tuple[float, str]] = []

    def observe(node: Node, output: object) -> None:
        if node.name in suspects and isinstance(output, Tensor) and output.numel() > 1:
            found.append((_largest(output), label(node)))

    with torch.no_grad():
        training_pass.objective.evaluate("train", observe)
    largest, layer = max(found, default=(0.0, ""))
    return Measured(layer, largest, training_pass.finite)


def _largest(output: Tensor) -> float:
    """Magnitude, without what a mask hides."""
    values = output.flatten().double()
    values = values[values.isfinite()]
    if not values.numel():
        return 0.0
    lowest = values.amin()
    masked = int((values == lowest).sum()) > 1
    return float(values.abs().amax() if not masked else values[values > lowest].abs().amax())


def judge(measured: Measured) -> Verdict:
    if not measured.finite:
        return unknown("loss_not_finite")
    return either(measured.largest >= NEAR_THE_LIMIT)
