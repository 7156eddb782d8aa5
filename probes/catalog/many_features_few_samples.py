"""More features than the samples can support.

What it measures
    The columns of a table against its rows.
Why it matters
    With as many features as samples even noise can be fitted exactly.
Limits
    A batch may be a part of the data: too few rows are only judged where their number looks like
    that of a whole set (neither round nor a power of two). Images and sequences do not count.
Source
    Ten samples per feature is an old rule of thumb: Peduzzi et al., J Clin Epidemiol 1996.
"""

from dataclasses import dataclass

from probes.measures.features import Features
from probes.measures.whole_set import evidently_whole
from probes.verdict import ABSENT, Verdict, either, unknown

ENOUGH_EACH = 10


@dataclass(frozen=True)
class Table:
    features: int
    samples: int
    kind: str
    sparse: bool


def measure(features: Features) -> Table:
    return Table(features.count, features.samples, features.kind, features.sparse)


def judge(table: Table) -> Verdict:
    if table.kind != "table" or table.sparse:
        return unknown("not_a_table")
    if table.samples >= ENOUGH_EACH * table.features:
        return ABSENT
    if not evidently_whole(table.samples):
        return unknown("batch_may_be_a_part")
    return either(table.samples <= table.features)
