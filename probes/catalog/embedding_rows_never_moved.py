"""Embedding rows that no training sample ever touched.

What it measures
    Per embedding, the share of rows for which the optimizer remembers zeros only; the worst
    embedding is reported.
Why it matters
    Ids that never occur keep random vectors: a vocabulary that does not belong to the data, or
    ids that are read wrongly.
Limits
    Large vocabularies of pretrained models have many unused rows: only a majority counts. Not
    judged before 100 steps, nor with an L2 penalty inside the gradient.
Source
    The check is exact; the share was set by us.
"""

from dataclasses import dataclass

from probes.measures.layers import Layer
from probes.measures.optimizer_record import Record
from probes.verdict import Verdict, either, unknown

TOO_MANY = 0.5
ENOUGH_STEPS = 100


@dataclass(frozen=True)
class Untouched:
    layer: str
    share: float
    rows: int
    step: float
    known: bool


def measure(gradient_records: tuple[Record, ...], layers: tuple[Layer, ...]) -> Untouched:
    embeddings = {layer.name for layer in layers if layer.kind == "embedding"}
    judged = [record for record in gradient_records if record.name in embeddings]
    worst = max(judged, key=lambda record: record.dead / record.units, default=None)
    if worst is None:
        return Untouched("", 0.0, 0, 0.0, True)
    share = worst.dead / worst.units
    return Untouched(worst.name, share, worst.units, worst.step, worst.dead_known)


def judge(found: Untouched) -> Verdict:
    if not found.layer:
        return unknown("no_embedding_here")
    if not found.known:
        return unknown("penalty_hides_gradients")
    if found.step < ENOUGH_STEPS:
        return unknown("too_few_steps")
    return either(found.share > TOO_MANY)
