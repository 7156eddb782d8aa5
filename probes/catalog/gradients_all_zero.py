"""The gradients of whole parameter tensors are exactly zero.

What it measures
    The largest magnitude in the gradient of every matrix after one backward pass on the batch;
    without a model, the weight layers of which the optimizer remembers zeros only.

Why it matters
    Nothing moves such a parameter but weight decay: units are dead, an operation without slope
    (round, argmax, a saturated clamp) stands before it, or all weights behind it are zero.

Limits
    Biases before a normalisation get a gradient of rounding noise or exactly zero by design, and
    embedding rows of tokens that the batch lacks are no whole tensors: biases are not counted.
    The optimizer's memory is not judged before 10 steps (adapters start so) nor with an L2
    penalty inside the gradient.

Source
    Exact; SageMaker Debugger and AUTOTRAINER watch the same share.
"""

from dataclasses import dataclass

from probes.measures.optimizer_record import Record
from probes.passes.training import TrainingPass
from probes.shelf import Missing
from probes.verdict import Verdict, either, unknown

ENOUGH_STEPS = 10


@dataclass(frozen=True)
class Measured:
    """`steps` and `penalised` are of the optimizer's memory; None and False from a pass."""

    count: int
    total: int
    layer: str
    finite: bool
    steps: float | None = None
    penalised: bool = False


def measure(
    training_pass: TrainingPass | None = None, layer_records: tuple[Record, ...] | None = None
) -> Measured:
    if training_pass is not None:
        return _of_pass(training_pass)
    if layer_records is None:
        raise Missing("model")
    zero = [record.name for record in layer_records if record.all_zero]
    return Measured(
        count=len(zero),
        total=len(layer_records),
        layer=zero[0] if zero else "",
        finite=True,
        steps=max(record.step for record in layer_records),
        penalised=not all(record.dead_known for record in layer_records),
    )


def _of_pass(training_pass: TrainingPass) -> Measured:
    parameters = training_pass.objective.program.parameters
    judged = [
        g for g in training_pass.gradients.values()
        if parameters[g.name].dim() >= 2 and not g.missing
    ]  # fmt: skip
    zero = [gradient.name for gradient in judged if gradient.zero]
    return Measured(len(zero), len(judged), zero[0] if zero else "", training_pass.finite)


def judge(measured: Measured) -> Verdict:
    if not measured.finite:
        return unknown("loss_not_finite")
    if measured.penalised:
        return unknown("penalty_hides_gradients")
    if measured.steps is not None and 0 < measured.steps < ENOUGH_STEPS:
        return unknown("too_few_steps")
    return either(measured.count > 0)
