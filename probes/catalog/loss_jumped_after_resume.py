"""Loss jumps after a resume.

What it measures
    Where the history shows that the run was resumed: the largest lasting step upwards of the loss.
Why it matters
    Weights came back but something else did not: optimizer state, rate, BatchNorm statistics.
Limits
    A history that does not go back in its steps does not tell that there was a resume.
Source
    Our choice: a fifth more than before, and six robust deviations.
"""

from dataclasses import dataclass

import numpy as np

from probes.curve import Curve
from probes.history import History
from probes.refusal import Refusal
from probes.robust import spread
from probes.verdict import Verdict, either

ENOUGH = 12
MORE, NOISES = 1.2, 6.0


@dataclass(frozen=True)
class Resume:
    step: float
    unit: str
    before: float
    after: float
    noise: float


def measure(history: History, training_curve: Curve) -> Resume:
    if not history.restarts:
        raise Refusal("no_resume_in_history")
    curve = training_curve.as_shares(ENOUGH)
    values = curve.values
    window = int(np.clip(curve.points // 20, 2, 50))
    places = range(window, curve.points - window + 1)
    jumps = [np.median(values[i : i + window]) - np.median(values[i - window : i]) for i in places]
    at = window + int(np.argmax(jumps))
    before, after = values[at - window : at], values[at : at + window]
    return Resume(
        float(curve.x[at]),
        curve.unit,
        float(np.median(before)),
        float(np.median(after)),
        spread(np.diff(values)) / np.sqrt(window),
    )


def judge(resume: Resume) -> Verdict:
    rise = resume.after - resume.before
    return either(resume.after > MORE * resume.before and rise > NOISES * resume.noise)
