"""Labels that the inputs speak against.

What it measures
    A logistic regression, cross-validated, gives each sample probabilities that never saw its
    label. Confident learning counts the labels that lose against another class at its own
    threshold. Next to it: how often the label is missed among the fifth of the samples that the
    model is surest of. Where it cannot learn the task from the inputs, it is given what the
    uploaded model makes of them before its last layer.
Why it matters
    Wrong labels put a floor under the loss and are memorised late in training.
Limits
    Classes that overlap look alike, but there the sure samples are right: only disagreement that
    does not fall where the model is sure counts. Nothing is said below 200 samples or 10 per
    class, nor where a linear model cannot learn the task - here, or better on the validation
    batch, whose labels may be right. A model that knows its batch by heart has made features of
    the labels: then it is of no use here.
Source
    Northcutt et al., Confident Learning, https://arxiv.org/abs/1911.00068. True shares 0, 0.05,
    0.1, 0.2, 0.4 were estimated as 0.003, 0.055, 0.115, 0.216, 0.443.
"""

from dataclasses import dataclass, replace

import numpy as np

from probes.measures import label_skill as measures
from probes.measures.features import standardised_samples
from probes.measures.label_skill import LabelSkill
from probes.passes.evaluation import EvaluationPass
from probes.passes.penultimate import penultimate
from probes.verdict import ABSENT, PRESENT, Verdict, unknown

TOO_MANY = 0.04
SURE = 0.2  # of the samples
EVEN = 0.5  # disagreement of the sure over that of all: 1 for noise, about 0.2 for overlap
LEAST_SURE = 4
LEARNABLE = 0.5  # of the way from guessing to perfect; below, classes that overlap look like noise
FAR_BELOW = 0.75  # of the skill on the validation batch
RELATED = 4.0  # z; below, the labels may have nothing to do with the inputs at all
MOST_COLUMNS = 256
BY_HEART = 0.97  # of the labels
ENOUGH = 200
ENOUGH_EACH = 10


@dataclass(frozen=True)
class Noise:
    share: float
    sure_share: float
    sure_count: int
    all_share: float
    skill: float
    samples: int
    smallest_class: int
    linear: float = 0.0
    z: float = 0.0
    validation_linear: float | None = None
    features: str = "inputs"  # or model


def measure(
    sample_labels: np.ndarray,
    label_skill: LabelSkill,
    validation_label_skill: LabelSkill | None = None,
    evaluation_pass: EvaluationPass | None = None,
) -> Noise:
    found = _noise(sample_labels, label_skill, validation_label_skill)
    if found.skill < LEARNABLE and evaluation_pass is not None:
        inner = _of_model(evaluation_pass, sample_labels)
        deeper = inner and _noise(sample_labels, inner, None)
        if deeper and deeper.skill >= LEARNABLE:
            return replace(deeper, features="model")
    return found


def _noise(
    sample_labels: np.ndarray, label_skill: LabelSkill, validation: LabelSkill | None
) -> Noise:
    counts, chances = np.bincount(sample_labels), label_skill.chances
    smallest = label_skill.smallest_class
    if len(sample_labels) < ENOUGH or smallest < ENOUGH_EACH or not chances.size:
        return Noise(0.0, 0.0, 0, 0.0, 0.0, len(sample_labels), smallest)
    wrong = chances.argmax(axis=1) != sample_labels
    surest = np.argsort(-chances.max(axis=1))[: int(SURE * len(wrong))]
    guess = counts.max() / counts.sum()
    return Noise(
        share=_confident_share(chances, sample_labels),
        sure_share=float(wrong[surest].mean()),
        sure_count=int(wrong[surest].sum()),
        all_share=float(wrong.mean()),
        skill=float((1 - wrong.mean() - guess) / max(1 - guess, 1e-9)),
        samples=len(sample_labels),
        smallest_class=smallest,
        linear=label_skill.linear,
        z=label_skill.z,
        validation_linear=validation and validation.linear,
    )


def _of_model(evaluation_pass: EvaluationPass, labels: np.ndarray) -> LabelSkill | None:
    """On the features of a model that does not know these labels by heart."""
    output, targets = evaluation_pass.prediction, evaluation_pass.objective.targets
    fits = output is not None and output.dim() == 2 and len(output) == len(labels)
    if not fits or targets is None or targets.shape != output.shape[:1]:
        return None
    if len(labels) < ENOUGH or int(np.bincount(labels).min()) < ENOUGH_EACH:
        return None
    right = (output.argmax(1) == targets).double().mean()
    features = penultimate(evaluation_pass.objective) if right < BY_HEART else None
    if features is None:
        return None
    rows = standardised_samples(features.cpu().numpy(), len(labels), MOST_COLUMNS)
    return measures.label_skill(rows, labels)


def _confident_share(chances: np.ndarray, labels: np.ndarray) -> float:
    """Off the diagonal of the confident joint."""
    thresholds = np.array([chances[labels == c, c].mean() for c in range(chances.shape[1])])
    reached = np.where(chances >= thresholds, chances, 0.0)
    counted = reached.max(axis=1) > 0
    return float((reached.argmax(axis=1) != labels)[counted].sum() / len(labels))


def judge(noise: Noise) -> Verdict:
    if noise.samples < ENOUGH or noise.smallest_class < ENOUGH_EACH:
        return unknown("batch_too_small")
    worse = _worse_than_validation(noise)
    if noise.skill < LEARNABLE and not worse:
        return unknown("too_hard_for_a_simple_model")
    if noise.share < TOO_MANY:
        return ABSENT
    even = noise.sure_share >= EVEN * noise.all_share and noise.sure_count >= LEAST_SURE
    return PRESENT if even else unknown("classes_may_overlap")


def _worse_than_validation(noise: Noise) -> bool:
    """The task can be learned from as good labels as those of the validation batch."""
    elsewhere = noise.validation_linear or 0.0
    return elsewhere >= LEARNABLE and noise.z >= RELATED and noise.linear < FAR_BELOW * elsewhere
