"""An optimizer that began anew in the middle of the run.

What it measures
    The optimizer's own count of steps against the step that the checkpoint names.
Why it matters
    Resumed without its moments, Adam's first steps are far too large.
Limits
    A count that is a usual fraction of the step is gradient accumulation or several optimizers.
    A file without optimizer state may be meant for use only: not judged, but said.
Source
    PyTorch keeps `step` in the state of every parameter; a new optimizer starts at 0.
"""

from dataclasses import dataclass

from probes.checkpoint import Checkpoint
from probes.verdict import ABSENT, PRESENT, Verdict, unknown

CLEARLY_FEWER = 0.9
ACCUMULATED = (2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 48, 64, 128)
SAME = 0.02
LEAST_STEPS = 20


@dataclass(frozen=True)
class Steps:
    step: float | None
    optimizer_step: float | None
    has_state: bool


def measure(checkpoint: Checkpoint) -> Steps:
    counted = [
        state.step
        for optimizer in checkpoint.optimizers
        for state in optimizer.parameters
        if state.step is not None
    ]
    return Steps(checkpoint.step, max(counted, default=None), bool(checkpoint.optimizers))


def judge(steps: Steps) -> Verdict:
    if not steps.has_state:
        return unknown("no_optimizer_state_saved")
    if not steps.step or steps.optimizer_step is None or steps.step < LEAST_STEPS:
        return unknown("steps_not_told")
    if steps.optimizer_step == 0:
        return PRESENT
    ratio = steps.step / steps.optimizer_step
    if ratio * CLEARLY_FEWER <= 1:
        return ABSENT
    accumulated = any(abs(ratio / count - 1) < SAME for count in ACCUMULATED)
    return unknown("steps_may_be_accumulated") if accumulated else PRESENT
