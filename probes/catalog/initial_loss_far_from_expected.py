"""First loss far from what guessing gives.

What it measures
    The loss of the first step against ln C; with a model that has taken no step, that of the batch.
Why it matters
    Before any update a classifier should guess: another loss means outputs of the wrong scale,
    a wrong reduction, or inputs that were never scaled.
Limits
    From a history: only where the first step itself was logged and the number of classes is known
    from the data - or where the mean of a whole first epoch is still many times above guessing
    among a thousand classes. A model that was trained before starts lower, rightly.
Source
    Karpathy 2019, CS231n: check the loss at initialisation; factor 1.5 as in the engine.
"""

from dataclasses import dataclass
from math import log

from probes.curve import Curve
from probes.passes.losses import class_dimension
from probes.passes.training import TrainingPass
from probes.refusal import Refusal
from probes.shelf import Missing
from probes.verdict import Verdict, either

FACTOR = 1.5
FIRST_STEPS = 1.0
# A mean over a first epoch this far above guessing has begun far above it. Guessing among the
# classes of ImageNet stands for a number of classes that is not known. Clinic: weights drawn 12
# times too large 2467, healthy below 2.
FAR_ABOVE, MANY_CLASSES = 5.0, 1000


@dataclass(frozen=True)
class FirstLoss:
    loss: float
    expected: float
    mean: bool = False  # over an epoch, not of a step


def measure(
    training_curve: Curve | None = None,
    class_count: int | None = None,
    training_pass: TrainingPass | None = None,
    steps_done: float | None = None,
    training_accuracy: Curve | None = None,
) -> FirstLoss:
    if training_pass is not None and steps_done == 0:
        output = training_pass.prediction
        if training_pass.objective.classifies and output is not None and output.dim() > 1:
            classes = output.shape[class_dimension(output)]
            return FirstLoss(training_pass.loss, log(max(classes, 2)))
    if training_curve is None:
        raise Missing("training_loss")
    curve = training_curve.as_shares(1)
    if curve.unit != "step" or curve.x[0] > FIRST_STEPS:
        expected = log(class_count if class_count and class_count > 1 else MANY_CLASSES)
        if training_accuracy is not None and curve.values[0] > FAR_ABOVE * expected:
            return FirstLoss(float(curve.values[0]), expected, mean=True)
        raise Refusal("logged_too_coarsely")
    if not class_count or class_count < 2:
        raise Refusal("class_count_not_known")
    return FirstLoss(float(curve.values[0]), log(class_count))


def judge(first: FirstLoss) -> Verdict:
    return either(not first.expected / FACTOR <= first.loss <= first.expected * FACTOR)
