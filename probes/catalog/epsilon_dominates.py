"""Gradients so small that Adam's epsilon decides the step.

What it measures
    Per weight layer, the share of entries that get a gradient at all whose root mean square is
    below ten epsilon; the worst layer is reported.
Why it matters
    There Adam turns into SGD with a very large divisor: the layer hardly moves.
Limits
    Where every layer is so small, a loss that has become zero explains it: then nothing is
    judged, unless epsilon was raised. One such layer among many occurs in healthy networks that
    were trained long: a quarter of the layers must be so.
Source
    Kingma and Ba, https://arxiv.org/abs/1412.6980. Vanishing layers 1.00, healthy ones below 0.16.
"""

from dataclasses import dataclass

from probes.measures.optimizer_record import Record
from probes.verdict import ABSENT, PRESENT, Verdict, unknown

TOO_MANY = 0.5
ENOUGH_LAYERS = 0.25  # of all; one of 46 in a public healthy network
RAISED = 1e-6
ENOUGH_STEPS = 20


@dataclass(frozen=True)
class Small:
    layer: str
    share: float
    least_share: float
    eps: float
    step: float
    layers: int
    affected: int


def measure(layer_records: tuple[Record, ...]) -> Small:
    told = [record for record in layer_records if record.below_epsilon is not None]
    if not told:
        return Small("", 0.0, 0.0, 0.0, 0.0, 0, 0)
    worst = max(told, key=lambda record: record.below_epsilon)
    return Small(
        worst.name,
        worst.below_epsilon,
        min(record.below_epsilon for record in told),
        worst.epsilon,
        worst.step,
        len(told),
        sum(record.below_epsilon >= TOO_MANY for record in told),
    )


def judge(small: Small) -> Verdict:
    if not small.layers:
        return unknown("optimizer_without_epsilon")
    if small.step < ENOUGH_STEPS:
        return unknown("too_few_steps")
    if small.share < TOO_MANY:
        return ABSENT
    if small.affected < ENOUGH_LAYERS * small.layers:
        return unknown("few_layers_affected")
    everywhere = small.least_share >= TOO_MANY
    return unknown("gradients_tiny_everywhere") if everywhere and small.eps < RAISED else PRESENT
