"""The output of one sample depends on the other samples of its batch.

What it measures
    In evaluation mode: how much the outputs of one half change when the samples of the other are
    all replaced by its first, beside the size of the outputs; for either half, since a recurrent
    layer that runs along the batch hands on in one direction only.

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
    size = output.double().abs().amax().clamp_min(1e-30)
    leak, changed = 0.0, False
    for kept, other in ((slice(0, half), slice(half, None)), (slice(half, None), slice(0, half))):
        inputs = {
            name: _replaced(value, other) if name in objective.data_names else value
            for name, value in objective.inputs.items()
        }
        changed |= any(
            isinstance(v, Tensor) and v.dim() and not torch.equal(v, objective.inputs[name])
            for name, v in inputs.items()
        )
        with torch.no_grad():
            _, after = replace(objective, inputs=inputs).evaluate("eval")
        apart = (after[kept].double() - output[kept].double()).abs().amax() / size
        leak = float(apart) if leak == leak and not float(apart) <= leak else leak
    return Measured(leak, count, per_sample, changed)


def judge(measured: Measured) -> Verdict:
    if not measured.per_sample:
        return unknown("output_not_per_sample")
    if measured.leak != measured.leak:
        return unknown("output_not_finite")
    if not measured.changed:
        return unknown("batch_too_small")
    return either(measured.leak > ROUNDING)


def _replaced(value: object, some: slice) -> object:
    if not isinstance(value, Tensor) or not value.dim():
        return value
    found = value.clone()
    found[some] = value[some][:1]  # samples that are real; put in another order, sums would stay
    return found
