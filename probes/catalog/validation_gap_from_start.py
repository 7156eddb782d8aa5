"""Gap to validation from the first epoch.

What it measures
    The second and third evaluation: how far the validation loss lies above the training loss, as
    a ratio and as a share of the first training loss; and whether the gap is there at the end.
Why it matters
    Overfitting needs time. A gap at once means other data, or other code, in validation.
Limits
    Where an epoch is so long that the model overfits within it, this is overfitting.
Source
    Our choice; the training loss of an epoch is a mean that lags behind, so a healthy first
    validation loss lies below it.
"""

from dataclasses import dataclass

import numpy as np

from probes.curve import Curve
from probes.history import Pair
from probes.refusal import Refusal
from probes.robust import last
from probes.verdict import Verdict, either

ENOUGH, FIRST = 4, 3
RATIO, OF_FIRST = 1.3, 0.1
END_RATIO = 1.5
ACCURACY_GAP = 0.05


@dataclass(frozen=True)
class Gap:
    epoch: float
    unit: str
    training: float
    validation: float
    least_ratio: float  # over the first evaluations
    least_gap: float  # share of the first training loss
    end_ratio: float
    accuracy_gap: float | None  # at the end


def measure(
    both_losses: Pair,
    training_curve: Curve,
    training_accuracy: Curve | None = None,
    validation_accuracy: Curve | None = None,
) -> Gap:
    x, training, validation = both_losses
    if x.size < ENOUGH:
        raise Refusal("too_few_points", points=int(x.size), needed=ENOUGH)
    early, late = training[1:FIRST], validation[1:FIRST]
    accuracy_gap = None
    if training_accuracy is not None and validation_accuracy is not None:
        accuracy_gap = training_accuracy.end - validation_accuracy.end
    end = np.median(last(validation, 0.1)) / max(float(np.median(last(training, 0.1))), 1e-30)
    return Gap(
        float(x[0]),
        training_curve.unit,
        float(training[0]),
        float(validation[0]),
        float((late / np.maximum(early, 1e-30)).min()),
        float(((late - early) / max(training[0], 1e-30)).min()),
        float(end),
        accuracy_gap,
    )


def judge(gap: Gap) -> Verdict:
    early = gap.least_ratio > RATIO and gap.least_gap > OF_FIRST
    early = early and gap.validation > gap.training
    accurate = gap.accuracy_gap is not None and gap.accuracy_gap < ACCURACY_GAP
    return either(early and gap.end_ratio > END_RATIO and not accurate)
