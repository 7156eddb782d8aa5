"""Validation loss far above training loss.

What it measures
    The last validation losses against the training losses at the same places; with accuracies,
    also the gap between them. Without a history, the model's losses on a training and a validation
    batch in evaluation mode, and their distance in standard errors.
Why it matters
    What was learned does not hold on other data.
Limits
    A ratio of two losses that are nearly gone means nothing: the gap must also be a share of the
    first loss (of a model: of the loss of guessing). Training losses with dropout look too high,
    so that a gap is hidden. Two small batches tell nothing.
Source
    Half as much again: the words of the finding. Accuracy gap: AUTOTRAINER uses 0.1. Standard
    errors: healthy models reach 2.6, memorised labels 4.0 from 100 samples on.
"""

from dataclasses import dataclass

import numpy as np

from probes.curve import Curve
from probes.history import Pair
from probes.passes.gap import LossGap
from probes.refusal import Refusal
from probes.robust import last
from probes.shelf import Missing
from probes.verdict import ABSENT, PRESENT, Verdict, either, unknown

ENOUGH = 3
RATIO = 1.5
OF_START, MUCH_OF_START = 0.15, 0.3  # the gap, as a share of the first losses
SIGMAS = 3.0
ACCURACY_GAP, NO_GAP = 0.05, 0.02
# Of classifiers, in nats: a loss that began far above guessing among a thousand classes, or below
# guessing among two (a model that was trained before), is no yardstick for a gap.
LEAST_START, MOST_START = 0.7, 7.0


@dataclass(frozen=True)
class Gap:
    training: float
    validation: float
    ratio: float
    against_start: float
    accuracy_gap: float | None
    sigmas: float | None = None  # of a model: the distance in standard errors
    unsure: bool = False


def measure(
    both_losses: Pair | None = None,
    training_accuracy: Curve | None = None,
    validation_accuracy: Curve | None = None,
    loss_gap: LossGap | None = None,
) -> Gap:
    if both_losses is not None:
        return _in_history(both_losses, training_accuracy, validation_accuracy)
    if loss_gap is None:
        raise Missing("validation_loss")
    return _of_model(loss_gap)


def _in_history(
    both_losses: Pair, training_accuracy: Curve | None, validation_accuracy: Curve | None
) -> Gap:
    if both_losses.x.size < ENOUGH:
        raise Refusal("too_few_points", points=int(both_losses.x.size), needed=ENOUGH)
    training, validation = (float(np.median(last(s, 0.1))) for s in both_losses[1:])
    start = max(both_losses.first[0], both_losses.second[0], 1e-30)
    gap = None
    if training_accuracy is not None and validation_accuracy is not None:
        gap = training_accuracy.end - validation_accuracy.end
        start = min(max(start, LEAST_START), MOST_START)
    ratio = validation / max(training, 1e-30)
    return Gap(training, validation, ratio, float((validation - training) / start), gap)


def _of_model(found: LossGap) -> Gap:
    if found.guessing is None:
        raise Refusal("chance_not_known")
    gap = found.validation - found.training
    ratio = found.validation / max(found.training, 1e-30)
    most = gap + SIGMAS * found.error  # that may stand behind these batches
    may_be = most > OF_START * found.guessing and most > (RATIO - 1) * found.training
    sigmas = gap / max(found.error, 1e-30)
    return Gap(found.training, found.validation, ratio, gap / found.guessing, None, sigmas, may_be)


def judge(gap: Gap) -> Verdict:
    if gap.sigmas is not None:
        if gap.sigmas > SIGMAS and gap.ratio > RATIO and gap.against_start > OF_START:
            return PRESENT
        return unknown("batch_too_small") if gap.unsure else ABSENT
    needed = OF_START
    if gap.accuracy_gap is not None and gap.accuracy_gap < ACCURACY_GAP:
        needed = MUCH_OF_START if gap.accuracy_gap > NO_GAP else float("inf")
    return either(gap.ratio > RATIO and gap.against_start > needed)
