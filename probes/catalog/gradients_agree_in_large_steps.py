"""Successive gradients that point the same way although the steps are of usual size.

What it measures
    The share of the gradient that is signal, as gradients_always_agree does, where steps are not
    small beside the weights.
Why it matters
    A loss with a lowest point makes gradients turn round once steps of usual size cross it. That
    they do not says that gradients of former steps are added up, or that the loss has no lowest
    point.
Limits
    Adam only, from 100 steps on. A model at the foot of a long slope agrees for a while, too.
Source
    Kingma and Ba, https://arxiv.org/abs/1412.6980, section 2.1. Clinic: gradients never cleared
    0.31, losses without a lowest point 1.3-4.3 (their gradients still grow), 40 healthy runs below
    0.3.
"""

from probes.catalog import gradients_always_agree as agreement
from probes.checkpoint import OptimizerState
from probes.measures.optimizer_record import Record
from probes.verdict import Verdict, either, unknown

USUAL_STEPS = 1e-3  # of the weights' size, as CS231n gives


def measure(
    optimizer_state: OptimizerState, layer_records: tuple[Record, ...]
) -> agreement.Agreement:
    return agreement.measure(optimizer_state, layer_records)


def judge(found: agreement.Agreement) -> Verdict:
    if found.share is None:
        return unknown("optimizer_without_moments")
    if found.step < agreement.ENOUGH_STEPS:
        return unknown("too_few_steps")
    return either(found.share > agreement.AGREE and found.median_ratio >= USUAL_STEPS)
