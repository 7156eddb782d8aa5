"""Loss becomes NaN or inf.

What it measures
    The first training loss (or, without one, validation loss) that is not finite.
Why it matters
    From then on every update writes NaN into the weights: the rest of the run is lost.
Limits
    NaN that come and go between finite values are cells that a logger filled: not judged.
Source
    IEEE 754; DeepLocalize, Wardat et al., ICSE 2021.
"""

from dataclasses import dataclass

from probes.curve import Curve, only_gaps
from probes.shelf import Missing
from probes.verdict import Verdict, either, unknown


@dataclass(frozen=True)
class FirstBad:
    bad: bool
    only_gaps: bool
    points: int
    unit: str
    at: float | None = None
    fine: int = 0  # finite values before it


def measure(training_curve: Curve | None = None, validation_curve: Curve | None = None) -> FirstBad:
    curve = training_curve or validation_curve
    if curve is None:
        raise Missing("training_loss")
    if curve.bad is None:
        return FirstBad(False, False, curve.points, curve.unit)
    return FirstBad(
        bad=True,
        only_gaps=only_gaps(curve.logged),
        points=curve.logged.size,
        unit=curve.unit,
        at=float(curve.logged_x[curve.bad]),
        fine=curve.bad,
    )


def judge(first: FirstBad) -> Verdict:
    if not first.points:
        return unknown("too_few_points")
    return unknown("nan_may_be_gaps") if first.only_gaps else either(first.bad)
