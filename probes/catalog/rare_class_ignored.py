"""A rare class that the model never recognises, though most answers are right.

What it measures
    In evaluation mode the recall of every class that is rare in the batch (at most a quarter of
    the largest), the lowest of them, and the recall of the largest class. Without a model the
    recall, sensitivity or F1 that the log has of validation, beside its accuracy.
Why it matters
    An accuracy of 98 % is what a model reaches that has learnt nothing but which class is frequent.
Limits
    Needs five samples of the rare class. Not for one answer a place, as in text or segmentation,
    nor for many classes: a rare word that is never the likeliest is no fault. In a log only a score
    that is nearly zero in all of its last third counts: which class it is of, nobody says.
Source
    He and Garcia, "Learning from Imbalanced Data", IEEE TKDE 2009. Five misses of five are rarer
    than one in ten thousand where a class is recognised in five of six.
"""

from dataclasses import dataclass

import numpy as np

from probes.history import History
from probes.passes.answers import answers
from probes.passes.evaluation import EvaluationPass
from probes.shelf import Missing
from probes.verdict import PRESENT, Verdict, either, unknown

RARE = 0.25  # of the largest class
FEWEST = 5
MOST_CLASSES = 50
NEVER, ALWAYS = 0.1, 0.9  # recall
LOGGED = ("recall", "sensitivity", "f1")
LOGGED_NEVER, LOGGED_ACCURACY = 0.02, 0.8
FEWEST_LOGGED = 3


@dataclass(frozen=True)
class Recalls:
    """Of a batch; of a log only `score`, the highest of its last third, and the last accuracy."""

    klass: int | None = None
    recall: float | None = None
    count: int | None = None
    largest: int | None = None
    largest_recall: float | None = None
    rare: int = 0  # classes that are
    score: float | None = None
    accuracy: float | None = None


def measure(
    evaluation_pass: EvaluationPass | None = None, history: History | None = None
) -> Recalls:
    if evaluation_pass is not None:
        return _measured(evaluation_pass)
    if history is None:
        raise Missing("model")
    return _logged(history)


def _logged(history: History) -> Recalls:
    known = history.metrics("validation")
    name = next((name for name in LOGGED if name in known), None)
    if name is None or "accuracy" not in known:
        raise Missing("logged_recall")
    score, accuracy = (history.metric(metric, "validation").values for metric in (name, "accuracy"))
    score, accuracy = score[np.isfinite(score)], accuracy[np.isfinite(accuracy)]
    if len(score) < FEWEST_LOGGED or not len(accuracy):
        raise Missing("logged_recall")
    late = score[-max(len(score) // 3, 1) :]
    return Recalls(score=float(late.max()), accuracy=float(accuracy[-1]))


def _measured(evaluation_pass: EvaluationPass) -> Recalls:
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
    if found.score is not None and found.accuracy is not None:
        nothing = found.score <= LOGGED_NEVER and found.accuracy >= LOGGED_ACCURACY
        return PRESENT if nothing else unknown("logged_score_is_not_zero")
    if found.recall is None or found.largest_recall is None or not found.rare:
        return unknown("no_rare_class_here")
    return either(found.recall <= NEVER and found.largest_recall >= ALWAYS)
