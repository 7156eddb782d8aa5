"""A rare class that the model never recognises, though most answers are right.

What it measures
    In evaluation mode the recall of every class that is rare in the batch (at most a quarter of
    the largest), the lowest of them, and the recall of the largest class.
Why it matters
    An accuracy of 98 % is what a model reaches that has learnt nothing but which class is frequent.
Limits
    Needs five samples of the rare class. Not for one answer a place, as in text or segmentation,
    nor for many classes: a rare word that is never the likeliest is no fault.
Source
    He and Garcia, "Learning from Imbalanced Data", IEEE TKDE 2009. Five misses of five are rarer
    than one in ten thousand where a class is recognised in five of six.
"""

from dataclasses import dataclass

from probes.passes.answers import answers
from probes.passes.evaluation import EvaluationPass
from probes.shelf import Missing
from probes.verdict import Verdict, either, unknown

RARE = 0.25  # of the largest class
FEWEST = 5
MOST_CLASSES = 50
NEVER, ALWAYS = 0.1, 0.9  # recall


@dataclass(frozen=True)
class Recalls:
    klass: int
    recall: float
    count: int
    largest: int
    largest_recall: float
    rare: int  # classes that are


def measure(evaluation_pass: EvaluationPass) -> Recalls:
    output = evaluation_pass.prediction
    if output.dim() > 2 or output[0].numel() > MOST_CLASSES:
        raise Missing("few_classes")
    predicted, labels = answers(evaluation_pass.objective, output)
    counts = labels[labels >= 0].bincount()
    largest = int(counts.argmax())
    recalls = {
        klass: float((predicted[labels == klass] == klass).double().mean())
        for klass, count in enumerate(counts.tolist())
        if klass == largest or FEWEST <= count <= RARE * float(counts[largest])
    }
    others = [klass for klass in recalls if klass != largest]
    worst = min(others, key=lambda klass: recalls[klass], default=largest)
    return Recalls(
        worst, recalls[worst], int(counts[worst]), largest, recalls[largest], len(others)
    )


def judge(found: Recalls) -> Verdict:
    if not found.rare:
        return unknown("no_rare_class_here")
    return either(found.recall <= NEVER and found.largest_recall >= ALWAYS)
