"""Weights that are NaN or infinite.

What it measures
    NaN and infinite entries of every parameter and of the stored statistics of normalisation.
Why it matters
    One such entry makes the next output NaN; training cannot come back from it.
Limits
    Tensors whose numbers we do not read (float8, quantised) are not seen: then a clean rest is
    no proof. Masks hold -inf on purpose and are left out.
Source
    IEEE 754; the check is exact.
"""

from dataclasses import dataclass

from probes.checkpoint import Checkpoint
from probes.measures.tensor_statistics import Statistics
from probes.verdict import ABSENT, PRESENT, Verdict, unknown

_STATISTICS = ("running_mean", "running_var", "moving_mean", "moving_variance")


@dataclass(frozen=True)
class BadEntries:
    count: int
    total: int
    layer: str
    values: int
    unread: int


def measure(checkpoint: Checkpoint, weight_statistics: dict[str, Statistics]) -> BadEntries:
    looked_at = {
        name: found
        for name, found in weight_statistics.items()
        if name not in checkpoint.buffers or name.endswith(_STATISTICS)
    }
    bad = {name: found.bad for name, found in looked_at.items() if found.bad}
    unread = sum(not tensor.readable for tensor in checkpoint.parameters.values())
    first = next(iter(bad), "")
    return BadEntries(len(bad), len(looked_at), first, bad.get(first, 0), unread)


def judge(bad: BadEntries) -> Verdict:
    if bad.count:
        return PRESENT
    return unknown("weights_partly_unread") if bad.unread else ABSENT
