"""Training loss falls, but slowly.

What it measures
    The slope of the second half against that of the first, and the fall in total.
Why it matters
    A loss that keeps falling as steeply as at first, and has hardly fallen, needs larger steps
    or more of them, not another model.
Limits
    A run whose rate is warmed up for half its length falls late for that reason.
Source
    research of ours: late over early slope above 0.5 and little fallen in total; thresholds set on
    the clinic's patients with a rate far too low.
"""

from dataclasses import dataclass

from probes.curve import Curve
from probes.robust import falls_throughout, last, slope, trend
from probes.verdict import Verdict, either

ENOUGH = 6
STEADY = 0.5  # late slope over early slope
LITTLE = 0.5  # share of the loss fallen in total
SURE = -2.0  # Mann-Kendall z of the second half
ANY = 0.005  # share: less is flat
CLEAR = 0.03  # share: below it the fall must go on throughout


@dataclass(frozen=True)
class Pace:
    drop: float
    ratio: float
    late_trend: float
    falls_throughout: bool


def measure(training_curve: Curve) -> Pace:
    curve = training_curve.as_shares(ENOUGH)
    early, late = curve.coarse[: curve.coarse.size // 2], last(curve.coarse, 0.5)
    early_slope, late_slope = slope(early), slope(late)
    ratio = late_slope / early_slope if early_slope < 0 else float(late_slope < 0)
    return Pace(curve.drop, ratio, trend(late), falls_throughout(curve.coarse))


def judge(pace: Pace) -> Verdict:
    falls = pace.late_trend < SURE and (pace.drop > CLEAR or pace.falls_throughout)
    return either(falls and pace.ratio > STEADY and ANY < pace.drop < LITTLE)
