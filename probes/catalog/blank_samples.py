"""Samples that hold one value throughout.

What it measures
    The share of samples in which all values are the same, as in a picture that is all black.
Why it matters
    A file that could not be read often comes out as zeros. Such samples teach nothing, and a
    network that divides by their size or takes a root of them may give NaN.
Limits
    Padding and silence look the same and may be meant. Samples of one value only are not judged.
Source
    The check is exact; the share was set by us.
"""

from dataclasses import dataclass

from probes.batch import Batch
from probes.measures.sample_keys import blank
from probes.verdict import Verdict, either, unknown

MANY = 0.002
ENOUGH = 30


@dataclass(frozen=True)
class Blank:
    count: int
    samples: int
    share: float
    values: int


def measure(batch: Batch) -> Blank:
    """`values`: of one sample."""
    count, samples = int(blank(batch.x).sum()), len(batch.x)
    return Blank(count, samples, count / max(samples, 1), batch.x[:1].size)


def judge(found: Blank) -> Verdict:
    if found.samples < ENOUGH or found.values < 2:
        return unknown("batch_too_small" if found.samples < ENOUGH else "samples_of_few_values")
    return either(found.share >= MANY)
