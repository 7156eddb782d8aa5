"""Inputs that say nothing about the labels.

What it measures
    The best cross-validated accuracy of three simple models (linear, ten nearest neighbours,
    ridge on random waves), beside the same with the labels shuffled.
Why it matters
    Either the labels belong to other inputs, or nobody can learn this.
Limits
    Patterns that need position, order or composition escape simple models: sequences are not
    judged, nor fewer than 300 samples or 30 per class, unless the same models succeed on the
    validation batch. Classes are judged, not regressions.
Source
    Shuffled labels as the reference: Ojala and Garriga, JMLR 2010. Zhang et al. 2017: fitting
    random labels proves nothing, so the models are judged on held-out samples.
"""

from dataclasses import dataclass

from probes.measures.features import Features
from probes.measures.label_skill import LabelSkill
from probes.verdict import ABSENT, PRESENT, Verdict, unknown

CLEARLY_BETTER = 4.0  # standard deviations of the shuffled accuracy
NOT_BETTER = 2.0
ENOUGH = 300
ENOUGH_EACH = 30
LEARNABLE = 8.0  # z of the validation batch; half of it would still be clearly better
COMPARABLE = 0.5  # of the validation batch's samples


@dataclass(frozen=True)
class Skill:
    """`z` is the best model's distance from its shuffled self, in standard deviations."""

    score: float
    baseline: float
    z: float
    samples: int
    smallest_class: int
    kind: str
    validation_z: float | None
    validation_samples: int


def measure(
    features: Features,
    label_skill: LabelSkill,
    validation_label_skill: LabelSkill | None = None,
) -> Skill:
    other = validation_label_skill
    return Skill(
        score=label_skill.score,
        baseline=label_skill.baseline,
        z=label_skill.z,
        samples=label_skill.samples,
        smallest_class=label_skill.smallest_class,
        kind=features.kind,
        validation_z=None if other is None else other.z,
        validation_samples=0 if other is None else other.samples,
    )


def judge(skill: Skill) -> Verdict:
    if skill.smallest_class >= 2 and skill.z >= CLEARLY_BETTER:
        return ABSENT
    if not _learnable_elsewhere(skill):
        if skill.kind == "sequence":
            return unknown("too_hard_for_a_simple_model")
        if skill.samples < ENOUGH or skill.smallest_class < ENOUGH_EACH:
            return unknown("batch_too_small")
    return PRESENT if skill.z < NOT_BETTER else unknown("hardly_better_than_guessing")


def _learnable_elsewhere(skill: Skill) -> bool:
    """The same task, as many samples: there the simple models succeed."""
    comparable = skill.samples >= COMPARABLE * skill.validation_samples
    return comparable and skill.smallest_class >= 2 and (skill.validation_z or 0.0) >= LEARNABLE
