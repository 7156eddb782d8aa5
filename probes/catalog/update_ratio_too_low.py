"""Steps that hardly change the weights.

What it measures
    ||next step|| / ||weights|| per weight layer from the optimizer's state; the median layer is
    judged and the largest must be low too.
Why it matters
    At 1e-5 a step, a hundred thousand steps are needed to change a weight by its own size.
Limits
    Steps also become small once the loss is zero: the rate itself must be small too, as a usual
    step of Adam beside the weights, or below 1e-4 for SGD. A schedule brings the rate down on
    purpose, and many schedules leave no trace: so it is only said where Adam's successive
    gradients agree, as they do with a rate that is far too small, and nothing shows that the rate
    was higher before.
Source
    About 1e-3 is usual: notes of Stanford's CS231n, https://cs231n.github.io/neural-networks-3/.
    A rate of 1e-6 gives 3.3e-6.
"""

from dataclasses import dataclass
from statistics import median

from probes.checkpoint import OptimizerState
from probes.measures.optimizer_record import Record, number
from probes.verdict import ABSENT, PRESENT, Verdict, unknown

TOO_LOW = 1e-5
AGREE = 0.15  # mean gradient squared over mean square; noise leaves 0.05
CONSTANT = 1.01  # initial rate over the present one
SMALL_RATE = 1e-4  # of SGD, or of Adam beside the weights
ENOUGH_STEPS = 10


@dataclass(frozen=True)
class Ratios:
    layer: str
    ratio: float
    median_ratio: float
    rate: float
    step: float
    never_higher: bool


def measure(
    optimizer_state: OptimizerState,
    layer_records: tuple[Record, ...],
) -> Ratios:
    ratios = {r.name: r.update_ratio for r in layer_records if r.update_ratio is not None}
    step = max(record.step for record in layer_records)
    if not ratios:
        return Ratios("", 0.0, 0.0, 0.0, step, False)
    largest = max(ratios, key=lambda name: ratios[name])
    usual = [r.usual_ratio for r in layer_records if r.usual_ratio is not None]
    rate = median(usual) if usual else max(number(g, "lr") for g in optimizer_state.groups)
    lowered = any(
        number(group, "initial_lr") > CONSTANT * number(group, "lr")
        for group in optimizer_state.groups
    )
    steady = _agree(layer_records) and not lowered
    return Ratios(largest, ratios[largest], median(ratios.values()), rate, step, steady)


def _agree(records: tuple[Record, ...]) -> bool:
    squares = sum(record.square_means for record in records)
    means = sum(record.mean_squares or 0.0 for record in records)
    return squares > 0 and means > AGREE * squares


def judge(ratios: Ratios) -> Verdict:
    if not ratios.layer:
        return unknown("no_layer_to_judge")
    if 0 < ratios.step < ENOUGH_STEPS:
        return unknown("too_few_steps")
    if ratios.median_ratio >= TOO_LOW or ratios.rate > SMALL_RATE:
        return ABSENT
    if not ratios.never_higher:
        return unknown("rate_was_lowered")
    return PRESENT if ratios.ratio < 10 * TOO_LOW else unknown("layers_disagree")
