"""Near-perfect fit of the training set.

What it measures
    The best training accuracy; without one, whether the loss came below a hundredth of its start.
Why it matters
    The model can represent the data and the optimizer works: what is wrong now is elsewhere.
Limits
    A regression has no accuracy; its loss decides.
Source
    99 %, and a hundredth of the start: the words of the finding.
"""

from dataclasses import dataclass

from probes.curve import Curve
from probes.shelf import Missing
from probes.verdict import Verdict, either

PERFECT = 0.99
LEFT = 0.01  # of the first loss


@dataclass(frozen=True)
class Fit:
    accuracy: float | None
    epoch: float | None
    unit: str
    loss_left: float | None
    fit: str


def measure(training_accuracy: Curve | None = None, training_curve: Curve | None = None) -> Fit:
    if training_accuracy is not None:
        curve = training_accuracy
        best = int(curve.smooth.argmax())
        return Fit(curve.end, curve.place(best), curve.unit, None, f"{curve.end:.1%}")
    if training_curve is None:
        raise Missing("training_accuracy")
    curve = training_curve.as_shares(3)
    left = curve.end / curve.start
    return Fit(None, curve.place(curve.best_at), curve.unit, left, f"loss × {left:.2g}")


def judge(fit: Fit) -> Verdict:
    if fit.accuracy is not None:
        return either(fit.accuracy >= PERFECT)
    return either(fit.loss_left < LEFT)
