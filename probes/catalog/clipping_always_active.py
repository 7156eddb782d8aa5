"""Gradient clipping that acts at every step.

What it measures
    The norm that Adam's second moments hold, sqrt(sum v), against the threshold that the
    checkpoint names, or else against the round numbers that people clip at.
Why it matters
    Then the steps have no longer the size of the gradient, and the rate means something else.
Limits
    Clipped at every step, the norm equals the threshold to four digits. Without a named
    threshold a norm a little below a round number is not judged. An L2 penalty inside the
    gradient comes after clipping and hides it. Not judged before 20 steps.
Source
    Pascanu et al., https://arxiv.org/abs/1211.5063. Clipped at 0.1: recovered 0.100.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from probes.checkpoint import Checkpoint, OptimizerState
from probes.measures.optimizer_record import Record, number
from probes.verdict import ABSENT, PRESENT, Verdict, either, unknown

ROUND = (0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0)
SAME = 1e-4  # PyTorch divides by the norm + 1e-6
NEAR = 0.1
NEARLY_ALWAYS = 0.9  # of the named threshold
ENOUGH_STEPS = 20
_NAMES = ("gradient_clip_val", "max_grad_norm", "grad_clip", "clip_grad_norm", "clip_grad", "clip")


@dataclass(frozen=True)
class Norm:
    norm: float | None
    named: float | None
    step: float


def measure(
    checkpoint: Checkpoint,
    optimizer_state: OptimizerState,
    gradient_records: tuple[Record, ...],
) -> Norm:
    step = max(record.step for record in gradient_records)
    complete = len(gradient_records) == sum(bool(s.tensors) for s in optimizer_state.parameters)
    same_step = all(record.step == step for record in gradient_records)
    usable = all(r.dead_known and r.mean_squares is not None for r in gradient_records)
    named = _named(checkpoint.hyper_parameters)
    if not (complete and same_step and usable):
        return Norm(None, named, step)
    return Norm(math.sqrt(sum(r.square_means for r in gradient_records)), named, step)


def _named(settings: Mapping[str, object]) -> float | None:
    found = [number(settings, name) for name in _NAMES]
    return next((value for value in found if value > 0), None)


def judge(norm: Norm) -> Verdict:
    if norm.norm is None:
        return unknown("gradient_norm_not_told")
    if norm.step < ENOUGH_STEPS:
        return unknown("too_few_steps")
    if norm.named is not None:
        return either(NEARLY_ALWAYS <= norm.norm / norm.named <= 1 + SAME)
    if any(abs(norm.norm / level - 1) < SAME for level in ROUND):
        return PRESENT
    below = any(1 - NEAR < norm.norm / level < 1 for level in ROUND)
    return unknown("norm_near_a_round_number") if below else ABSENT
