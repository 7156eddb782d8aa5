"""The model does as well without its inputs.

What it measures
    The loss of the batch (evaluation mode) with the real inputs, with zeros, and with the inputs
    of other samples.

Why it matters
    What the loss has fallen to comes from the targets alone: the inputs do not reach the output,
    or say nothing about it.

Limits
    A fresh network ignores its inputs by right as far as the loss goes: that it is trained must
    show in a checkpoint, or the outputs must not move at all. A summed or hand-written loss is
    compared in the same way.

Source
    Comparison with the zero input, as in CS231n's sanity checks.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from probes.passes.evaluation import EvaluationPass
from probes.passes.objective import Objective
from probes.shelf import Missing
from probes.verdict import Verdict, either, unknown

SAME_LOSS = 0.01  # of the larger loss
SAME_OUTPUT = 1e-6
TRAINED_STEPS = 100
FEWEST_SAMPLES = 8


@dataclass(frozen=True)
class Measured:
    real: float
    zeros: float
    shuffled: float | None
    moved: float
    samples: int
    steps: float | None


def measure(evaluation_pass: EvaluationPass, steps_done: float | None = None) -> Measured:
    objective = evaluation_pass.objective
    if evaluation_pass.loss is None or evaluation_pass.prediction is None:
        raise Missing("loss")
    zeros = _with(objective, torch.zeros_like)
    with torch.no_grad():
        blind, output = zeros.evaluate("eval")
    mixed = _shuffled(objective) if steps_done and steps_done >= TRAINED_STEPS else None
    size = evaluation_pass.prediction.double().abs().amax()
    moved = (output.double() - evaluation_pass.prediction.double()).abs().amax() / size
    return Measured(
        evaluation_pass.loss, float(blind), mixed, float(moved), evaluation_pass.samples,
        steps_done,
    )  # fmt: skip


def judge(measured: Measured) -> Verdict:
    if measured.moved != measured.moved or measured.real != measured.real:
        return unknown("output_not_finite")
    if measured.samples < FEWEST_SAMPLES:
        return unknown("batch_too_small")
    if measured.moved <= SAME_OUTPUT:
        return either(True)
    margin = SAME_LOSS * max(abs(measured.real), abs(measured.zeros))
    others = [loss for loss in (measured.zeros, measured.shuffled) if loss is not None]
    as_well = measured.real >= min(others) - margin
    if as_well and (measured.steps or 0) < TRAINED_STEPS:
        return unknown("model_may_be_fresh")
    return either(as_well)


def _shuffled(objective: Objective) -> float:
    """Only a trained model is judged by it."""
    with torch.no_grad():
        loss, _ = _with(objective, lambda value: value.roll(1, 0)).evaluate("eval")
    return float(loss)


def _with(objective: Objective, change: Callable[[Tensor], Tensor]) -> Objective:
    """The objective with its data changed and its labels kept."""
    inputs: Mapping[str, object] = {
        name: change(value) if name in objective.data_names and isinstance(value, Tensor) else value
        for name, value in objective.inputs.items()
    }
    return replace(objective, inputs=inputs)
