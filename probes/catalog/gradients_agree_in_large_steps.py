"""Successive gradients that point the same way although the steps are of usual size.

What it measures
    The share of the gradient that is signal, as gradients_always_agree does, where steps are not
    small beside the weights.
Why it matters
    A loss with a lowest point makes gradients turn round once steps of usual size cross it. That
    they do not says that gradients of former steps are added up, or that the loss has no lowest
    point.
Limits
    Adam only, from 100 steps on. A model at the foot of a long slope agrees for a while, too. Of a
    network that has learnt only a loss without a lowest point is told by it.
Source
    Kingma and Ba, https://arxiv.org/abs/1412.6980, section 2.1. Clinic: gradients never cleared
    0.31, losses without a lowest point 1.3-4.3 (their gradients still grow), 40 healthy runs below
    0.3.
"""

from dataclasses import dataclass

from probes.catalog import gradients_always_agree as agreement
from probes.checkpoint import OptimizerState
from probes.measures.optimizer_record import Record
from probes.passes.chance import learnt
from probes.passes.training import TrainingPass
from probes.verdict import Verdict, either, unknown

USUAL_STEPS = 1e-3  # of the weights' size, as CS231n gives


NO_BOTTOM = 1.0


@dataclass(frozen=True)
class Agreement(agreement.Agreement):
    learnt: bool


def measure(
    optimizer_state: OptimizerState,
    layer_records: tuple[Record, ...],
    training_pass: TrainingPass | None = None,
) -> Agreement:
    found = agreement.measure(optimizer_state, layer_records)
    has_learnt = training_pass is not None and training_pass.finite and learnt(training_pass)
    return Agreement(found.share, found.median_ratio, found.step, has_learnt)


def judge(found: Agreement) -> Verdict:
    if found.share is None:
        return unknown("optimizer_without_moments")
    if found.step < agreement.ENOUGH_STEPS:
        return unknown("too_few_steps")
    least = NO_BOTTOM if found.learnt else agreement.AGREE
    return either(found.share > least and found.median_ratio >= USUAL_STEPS)
