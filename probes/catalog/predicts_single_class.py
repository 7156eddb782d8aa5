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

from probes.passes.answers import answers
from probes.passes.evaluation import EvaluationPass
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
    output = evaluation_pass.prediction
    predicted, labels = answers(evaluation_pass.objective, output)
    size = output.float().square().mean().sqrt().clamp_min(1e-30)
    spread = float(output.float().std(dim=0).mean() / size)
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
