"""Successive gradients that all point the same way.

What it measures
    From Adam's moments, the share of the gradient that is signal:
    (sum m^2 / sum v - f) / (1 - f) with f = (1 - beta1) / (1 + beta1), over all parameters.
Why it matters
    Gradients that agree over ten steps say that the steps are far too small for this loss.
Limits
    Training on the whole set at once has agreeing gradients too: only together with small steps
    does it mean a rate that is too low. Not judged before 100 steps. Adam only.
Source
    Kingma and Ba, https://arxiv.org/abs/1412.6980, section 2.1 (signal to noise). A rate of 1e-6:
    0.36-0.57; usual rates 0.00-0.02.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median

from probes.checkpoint import OptimizerState
from probes.measures.optimizer_record import Record
from probes.verdict import ABSENT, PRESENT, Verdict, unknown

AGREE = 0.3
SMALL_STEPS = 3e-4  # of the weights' size; a third of what is usual
ENOUGH_STEPS = 100


@dataclass(frozen=True)
class Agreement:
    share: float | None
    median_ratio: float
    step: float


def measure(optimizer_state: OptimizerState, layer_records: tuple[Record, ...]) -> Agreement:
    told = [record for record in layer_records if record.mean_squares is not None]
    ratios = [record.update_ratio for record in told if record.update_ratio is not None]
    squares = sum(record.square_means for record in told)
    step = max(record.step for record in layer_records)
    if not squares or not ratios:
        return Agreement(None, 0.0, step)
    noise = _noise(optimizer_state.groups[0])
    raw = sum(record.mean_squares for record in told) / squares
    return Agreement((raw - noise) / (1 - noise), median(ratios), step)


def _noise(settings: Mapping[str, object]) -> float:
    """What pure noise leaves in the squared mean."""
    betas = settings.get("betas")
    first = float(betas[0]) if isinstance(betas, (list, tuple)) else 0.9
    return (1 - first) / (1 + first)


def judge(agreement: Agreement) -> Verdict:
    if agreement.share is None:
        return unknown("optimizer_without_moments")
    if agreement.step < ENOUGH_STEPS:
        return unknown("too_few_steps")
    if agreement.share <= AGREE:
        return ABSENT
    if agreement.median_ratio < SMALL_STEPS:
        return PRESENT
    return unknown("gradients_agree_for_another_reason")
