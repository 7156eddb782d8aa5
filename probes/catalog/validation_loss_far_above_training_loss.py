"""Validation loss far above training loss.

What it measures
    The last validation losses against the training losses at the same places; with accuracies,
    also the gap between them.
Why it matters
    What was learned does not hold on other data.
Limits
    A ratio of two losses that are nearly gone means nothing: the gap must also be a share of the
    first loss. Training losses with dropout look too high, so that a gap is hidden.
Source
    Half as much again: the words of the finding. Accuracy gap: AUTOTRAINER uses 0.1.
"""

from dataclasses import dataclass

import numpy as np

from probes.curve import Curve
from probes.history import Pair
from probes.refusal import Refusal
from probes.robust import last
from probes.verdict import Verdict, either

ENOUGH = 3
RATIO = 1.5
OF_START, MUCH_OF_START = 0.15, 0.3  # the gap, as a share of the first losses
ACCURACY_GAP, NO_GAP = 0.05, 0.02
# Of classifiers, in nats: a loss that began far above guessing is no yardstick for a gap.
MOST_START = 7.0


@dataclass(frozen=True)
class Gap:
    training: float
    validation: float
    ratio: float
    against_start: float
    accuracy_gap: float | None


def measure(
    both_losses: Pair,
    training_accuracy: Curve | None = None,
    validation_accuracy: Curve | None = None,
) -> Gap:
    if both_losses.x.size < ENOUGH:
        raise Refusal("too_few_points", points=int(both_losses.x.size), needed=ENOUGH)
    training, validation = (float(np.median(last(s, 0.1))) for s in both_losses[1:])
    start = max(both_losses.first[0], both_losses.second[0], 1e-30)
    gap = None
    if training_accuracy is not None and validation_accuracy is not None:
        gap = training_accuracy.end - validation_accuracy.end
        start = min(start, MOST_START)
    ratio = validation / max(training, 1e-30)
    return Gap(training, validation, ratio, float((validation - training) / start), gap)


def judge(gap: Gap) -> Verdict:
    needed = OF_START
    if gap.accuracy_gap is not None and gap.accuracy_gap < ACCURACY_GAP:
        needed = MUCH_OF_START if gap.accuracy_gap > NO_GAP else float("inf")
    return either(gap.ratio > RATIO and gap.against_start > needed)
