"""Steps that hardly change the weights.

What it measures
    ||next step|| / ||weights|| per weight layer from the optimizer's state; the median layer is
    judged and the largest must be low too.
Why it matters
    At 1e-5 a step, a hundred thousand steps are needed to change a weight by its own size.
Limits
    Steps also become small once the loss is zero: the rate itself must be small too, as a usual
    step of Adam beside the weights, or below 1e-4 for SGD. A schedule brings the rate down on
    purpose: where the checkpoint knows a higher rate from before (initial_lr) or holds a
    scheduler, low steps are not judged.
Source
    About 1e-3 is usual: notes of Stanford's CS231n, https://cs231n.github.io/neural-networks-3/.
    A rate of 1e-6 gives 3.3e-6.
"""

from dataclasses import dataclass
from statistics import median

from probes.checkpoint import Checkpoint, OptimizerState
from probes.measures.optimizer_record import Record, number
from probes.verdict import ABSENT, PRESENT, Verdict, unknown

TOO_LOW = 1e-5
SMALL_RATE = 1e-4  # of SGD, or of Adam beside the weights
ENOUGH_STEPS = 10


@dataclass(frozen=True)
class Ratios:
    layer: str
    ratio: float
    median_ratio: float
    rate: float
    step: float
    scheduled: bool


def measure(
    checkpoint: Checkpoint,
    optimizer_state: OptimizerState,
    layer_records: tuple[Record, ...],
) -> Ratios:
    ratios = {r.name: r.update_ratio for r in layer_records if r.update_ratio is not None}
    lowered = any(
        number(group, "initial_lr") > 1.01 * number(group, "lr") for group in optimizer_state.groups
    )
    known = any("initial_lr" in group for group in optimizer_state.groups)
    scheduled = lowered or (bool(checkpoint.schedulers) and not known)
    step = max(record.step for record in layer_records)
    if not ratios:
        return Ratios("", 0.0, 0.0, 0.0, step, scheduled)
    largest = max(ratios, key=lambda name: ratios[name])
    usual = [r.usual_ratio for r in layer_records if r.usual_ratio is not None]
    rate = median(usual) if usual else max(number(g, "lr") for g in optimizer_state.groups)
    return Ratios(largest, ratios[largest], median(ratios.values()), rate, step, scheduled)


def judge(ratios: Ratios) -> Verdict:
    if not ratios.layer:
        return unknown("no_layer_to_judge")
    if 0 < ratios.step < ENOUGH_STEPS:
        return unknown("too_few_steps")
    if ratios.median_ratio >= TOO_LOW or ratios.rate > SMALL_RATE:
        return ABSENT
    if ratios.scheduled:
        return unknown("rate_was_lowered")
    return PRESENT if ratios.ratio < 10 * TOO_LOW else unknown("layers_disagree")
