"""The output of one sample depends on the other samples of its batch.

What it measures
    In evaluation mode: how much the outputs of the first half change when the samples of the
    second half are replaced by one another's neighbours, beside the size of the outputs.

Why it matters
    A view or a transpose has mixed the batch with another dimension: the model learns from
    neighbours that it will not have in use.

Limits
    Losses and models that compare samples on purpose (contrastive, attention over the batch) do
    the same. Evaluation mode keeps BatchNorm out of it.

Source
    Karpathy 2019: backpropagate to chart dependencies; here by changing the inputs, exact up to
    rounding.
"""

from dataclasses import dataclass, replace

import torch
from torch import Tensor

from probes.passes.evaluation import EvaluationPass
from probes.verdict import Verdict, either, unknown

ROUNDING = 1e-4
FEWEST_SAMPLES = 4


@dataclass(frozen=True)
class Measured:
    leak: float
    samples: int
    per_sample: bool
    changed: bool


def measure(evaluation_pass: EvaluationPass) -> Measured:
    objective, output = evaluation_pass.objective, evaluation_pass.prediction
    count = objective.samples
    per_sample = output is not None and output.dim() > 0 and len(output) == count
    if not per_sample or count < FEWEST_SAMPLES:
        return Measured(0.0, count, per_sample, changed=False)
    half = count // 2
    inputs = {
        name: _others(value, half) if name in objective.data_names else value
        for name, value in objective.inputs.items()
    }
    changed = any(
        isinstance(v, Tensor) and v.dim() and not torch.equal(v, objective.inputs[name])
        for name, v in inputs.items()
    )
    with torch.no_grad():
        _, after = replace(objective, inputs=inputs).evaluate("eval")
    size = output.double().abs().amax().clamp_min(1e-30)
    leak = (after[:half].double() - output[:half].double()).abs().amax() / size
    return Measured(float(leak), count, per_sample, changed)


def judge(measured: Measured) -> Verdict:
    if not measured.per_sample:
        return unknown("output_not_per_sample")
    if measured.leak != measured.leak:
        return unknown("output_not_finite")
    if not measured.changed:
        return unknown("batch_too_small")
    return either(measured.leak > ROUNDING)


def _others(value: object, half: int) -> object:
    if not isinstance(value, Tensor) or not value.dim():
        return value
    return torch.cat([value[:half], value[half:].flip(0).roll(1, 0)])
