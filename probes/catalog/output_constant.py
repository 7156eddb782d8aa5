"""The model gives nearly the same output for every input.

What it measures
    The standard deviation of the outputs over the samples of the batch (evaluation mode), beside
    the root mean square of the outputs.

Why it matters
    It has learned the average of the targets and nothing of the inputs; or its signal died.

Limits
    A fresh network varies little beside its biases: only a spread below a hundredth counts. All
    samples being equal makes any model constant: not judged.

Source
    Our own choice, not calibrated: a hundredth of the outputs' size.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from probes.passes.evaluation import EvaluationPass
from probes.verdict import Verdict, either, unknown

LEAST_SPREAD = 0.01
FEWEST_SAMPLES = 8


@dataclass(frozen=True)
class Measured:
    samples: int
    spread: float
    size: float
    finite: bool
    inputs_differ: bool


def measure(evaluation_pass: EvaluationPass) -> Measured:
    output = evaluation_pass.prediction.detach().double()
    objective = evaluation_pass.objective
    flat = output.reshape(len(output), -1) if output.dim() else output.reshape(1, 1)
    spread = float(flat.std(dim=0, unbiased=False).square().mean().sqrt())
    size = float(flat.square().mean().sqrt())
    differ = any(_differs(objective.inputs[name]) for name in objective.data_names)
    finite = bool(torch.isfinite(output).all())
    return Measured(len(flat), spread, size, finite, differ)


def judge(measured: Measured) -> Verdict:
    if not measured.finite:
        return unknown("output_not_finite")
    if measured.samples < FEWEST_SAMPLES or not measured.inputs_differ:
        return unknown("batch_too_small")
    return either(measured.spread <= LEAST_SPREAD * measured.size)


def _differs(value: object) -> bool:
    return isinstance(value, Tensor) and value.dim() > 0 and bool((value != value[:1]).any())
