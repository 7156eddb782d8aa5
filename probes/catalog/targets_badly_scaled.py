"""Regression targets of odd scale.

What it measures
    Mean and deviation of the targets.
Why it matters
    The output starts near 0: targets in the thousands give huge losses and gradients, tiny ones
    none.
Limits
    Real-valued targets only, from 16 samples on.
Source
    LeCun et al., Efficient BackProp; the limits leave room for targets in natural units of order 1.
"""

from dataclasses import dataclass

import numpy as np

from probes.verdict import Verdict, either, unknown

LARGE = 10.0
TINY = 1e-3
ENOUGH = 16


@dataclass(frozen=True)
class Scale:
    mean: float
    std: float
    samples: int


def measure(real_targets: np.ndarray) -> Scale:
    finite = real_targets[np.isfinite(real_targets)]
    if not finite.size:
        return Scale(0.0, 0.0, 0)
    return Scale(float(finite.mean()), float(finite.std()), len(real_targets))


def judge(scale: Scale) -> Verdict:
    if scale.samples < ENOUGH:
        return unknown("batch_too_small")
    large = scale.std > LARGE or abs(scale.mean) > LARGE
    return either(large or 0 < scale.std < TINY)
