"""Units whose weights never got a gradient.

What it measures
    Per hidden layer, the share of units (rows) for which the optimizer remembers zeros only; the
    worst layer is reported. The last layer is left out.
Why it matters
    Such units take no part in training: most often ReLUs that are off for every sample.
Limits
    Not judged before 20 steps, for layers of fewer than 8 units, with an L2 penalty inside the
    gradient, and for optimizers without a memory of every gradient.
Source
    Share of injected dead units recovered exactly (0.50); healthy networks 0.00-0.08.
"""

from dataclasses import dataclass

from probes.measures.layers import Layer
from probes.measures.optimizer_record import Record
from probes.verdict import Verdict, either, unknown

TOO_MANY = 0.2
ENOUGH_STEPS = 20
LEAST_UNITS = 8


@dataclass(frozen=True)
class DeadRows:
    layer: str
    share: float
    units: int
    step: float
    layers: int
    known: bool


def measure(layer_records: tuple[Record, ...], hidden_layers: tuple[Layer, ...]) -> DeadRows:
    ordinary = {layer.name for layer in hidden_layers if not layer.units_last}
    judged = [
        record
        for record in layer_records[:-1]
        if record.name in ordinary and record.units >= LEAST_UNITS
    ]
    worst = max(judged, key=lambda record: record.dead / record.units, default=None)
    if worst is None:
        return DeadRows("", 0.0, 0, 0.0, 0, True)
    known = all(record.dead_known for record in judged)
    return DeadRows(
        worst.name, worst.dead / worst.units, worst.units, worst.step, len(judged), known
    )


def judge(dead: DeadRows) -> Verdict:
    if not dead.layers:
        return unknown("no_layer_to_judge")
    if not dead.known:
        return unknown("penalty_hides_gradients")
    if dead.step < ENOUGH_STEPS:
        return unknown("too_few_steps")
    return either(dead.share >= TOO_MANY)
