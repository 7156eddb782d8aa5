"""Nearly every sample is given the same class.

What it measures
    The share of the most predicted class in the batch, its share of the labels, and how much the
    outputs differ between samples (evaluation mode).

Why it matters
    The model guesses the most frequent class, or its signal died.

Limits
    A fresh network predicts one class for most samples by chance (0.84): before training it says
    little, so the outputs must hardly differ too, or the model must have been trained.

Source
    Share above 0.95 and at least 0.2 more than the labels have; collapsed models reach 1.0.
"""

from dataclasses import dataclass

from probes.passes import losses
from probes.passes.evaluation import EvaluationPass
from probes.shelf import Missing
from probes.verdict import Verdict, either, unknown

LARGEST_SHARE = 0.95
MORE_THAN_LABELS = 0.2
FEWEST_SAMPLES = 16
LEAST_SPREAD = 0.05
TRAINED_STEPS = 100


@dataclass(frozen=True)
class Measured:
    share: float
    klass: int
    label_share: float
    samples: int
    spread: float
    steps: float | None


def measure(evaluation_pass: EvaluationPass, steps_done: float | None = None) -> Measured:
    objective, output = evaluation_pass.objective, evaluation_pass.prediction
    targets = objective.targets
    if targets is None or not objective.classifies:
        raise Missing("class_labels")
    size = output.float().square().mean().sqrt().clamp_min(1e-30)
    spread = float(output.float().std(dim=0).mean() / size)
    if output[0].numel() == 1:
        single = output.reshape(-1)
        predicted = (single > (0.5 if objective.loss_kind == "bce" else 0)).long()
        labels = targets.reshape(-1).long()
    else:
        flat, labels = losses.by_class(output, targets)
        predicted = flat.argmax(-1)
        labels = labels.argmax(-1) if labels.is_floating_point() else labels
    counts = predicted.bincount()
    klass = int(counts.argmax())
    share = float(counts[klass]) / len(predicted)
    own = float((labels == klass).double().mean())
    return Measured(share, klass, own, len(predicted), spread, steps_done)


def judge(measured: Measured) -> Verdict:
    if measured.spread != measured.spread:
        return unknown("output_not_finite")
    if measured.samples < FEWEST_SAMPLES:
        return unknown("batch_too_small")
    one = measured.share > LARGEST_SHARE
    more = measured.share > measured.label_share + MORE_THAN_LABELS
    if one and more and measured.spread > LEAST_SPREAD and not _trained(measured):
        return unknown("model_may_be_fresh")
    return either(one and more)


def _trained(measured: Measured) -> bool:
    return (measured.steps or 0) >= TRAINED_STEPS
