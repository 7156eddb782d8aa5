"""Still improving when training stopped.

What it measures
    The slope of the training loss over the last fifth of the run, as the fall in its last tenth,
    and whether the trend is sure.
Why it matters
    A run that still falls has been stopped too early.
Limits
    Says nothing of the validation loss, which may have turned long ago.
Source
    Theil-Sen slope and Mann-Kendall test; thresholds are our choice.
"""

from dataclasses import dataclass

from probes.curve import Curve
from probes.refusal import Refusal
from probes.robust import last, slope, trend
from probes.verdict import ABSENT, Verdict, either

ENOUGH = 5
SHARE, LEAST = 0.2, 6
FALLS = 0.01  # share of the loss over a tenth of the run
SURE = -1.9  # Mann-Kendall z; five of five falling points give -2.2
OF_START = 0.002  # falls of a loss that is nearly gone do not count
NEARLY_GONE = 0.05  # of the start: what is left to gain is no reason to train on


@dataclass(frozen=True)
class Ending:
    drop: float
    against_start: float
    trend: float
    left: float  # of the start


def measure(training_curve: Curve) -> Ending:
    if training_curve.broke:
        raise Refusal("run_broke")
    curve = training_curve.as_shares(ENOUGH)
    end = last(curve.coarse, SHARE, LEAST)
    fall = -slope(end) * max(1.0, curve.coarse.size / 10)
    return Ending(
        fall / max(curve.end + fall, 1e-30), fall / curve.start, trend(end), curve.end / curve.start
    )


def judge(ending: Ending) -> Verdict:
    if ending.left < NEARLY_GONE:
        return ABSENT
    return either(ending.drop > FALLS and ending.against_start > OF_START and ending.trend < SURE)
