"""Steps that are large beside the weights they change.

What it measures
    ||next step|| / ||weights|| per weight layer from the optimizer's state, and the same for a
    step of usual size, which noise alone leaves in Adam's mean; the median layer is judged, the
    worst is reported.
Why it matters
    A step of more than about one percent undoes in a hundred steps what was learned.
Limits
    In the first 100 steps Adam's steps are large by design. After long training with a high rate
    the weights have grown with the steps and hide it.
Source
    About 1e-3 is usual: notes of Stanford's CS231n, https://cs231n.github.io/neural-networks-3/.
    The limit of usual steps was set on small networks: Adam at 0.01 stays below, at 0.1 above.
"""

from dataclasses import dataclass
from statistics import median

from probes.measures.optimizer_record import Record
from probes.verdict import Verdict, either, unknown

TOO_HIGH = 1e-2
TOO_HIGH_USUALLY = 3e-2
ENOUGH_STEPS = 100


@dataclass(frozen=True)
class Ratios:
    layer: str
    ratio: float
    median_ratio: float
    median_usual: float
    step: float
    layers: int


def measure(layer_records: tuple[Record, ...]) -> Ratios:
    told = [record for record in layer_records if record.update_ratio is not None]
    if not told:
        return Ratios("", 0.0, 0.0, 0.0, 0.0, 0)
    worst = max(told, key=_larger)
    return Ratios(
        layer=worst.name,
        ratio=_larger(worst),
        median_ratio=median(record.update_ratio for record in told),
        median_usual=median(record.usual_ratio or 0.0 for record in told),
        step=max(record.step for record in layer_records),
        layers=len(told),
    )


def _larger(record: Record) -> float:
    return max(record.update_ratio or 0.0, record.usual_ratio or 0.0)


def judge(ratios: Ratios) -> Verdict:
    if not ratios.layers:
        return unknown("no_layer_to_judge")
    if 0 < ratios.step < ENOUGH_STEPS:
        return unknown("too_few_steps")
    return either(ratios.median_ratio > TOO_HIGH or ratios.median_usual > TOO_HIGH_USUALLY)
