"""Training loss.

What it measures
    The last finite training loss; of losses of steps the median of the last tenth.
Why it matters
    Against ln C and the validation loss it says where a run stands.
Limits
    With dropout on it lies above that of the same model in evaluation.
Source
    Exact.
"""

from dataclasses import dataclass

from probes.curve import Curve
from probes.verdict import Verdict, valued


@dataclass(frozen=True)
class Last:
    value: float


def measure(training_curve: Curve) -> Last:
    curve = training_curve.at_least(1)
    return Last(curve.end if curve.unit == "step" else float(curve.values[-1]))


def judge(last: Last) -> Verdict:
    return valued(last.value)
