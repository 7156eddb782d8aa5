"""One measure of a run, as probes look at it: what is finite, smoothed, with its noise."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from probes.history import Curve as Logged
from probes.history import History
from probes.refusal import Refusal
from probes.robust import coarsened, last, smoothed, spread

# Shapes are judged on no more points than these; each then is the median of its neighbours.
POINTS = 200
# NaN that come and go this often are cells that a logger filled, not losses. Our choice.
COMES_AND_GOES = 3

CALM = 3  # points to each side

WORDS = {"epoch": "epoch", "step": "step", "row": "record"}


@dataclass(frozen=True)
class Curve:
    """`values` are finite: those before the first that is not, if it lasts to the end.

    `bad` is the place of the first value that is not finite among all that were `logged`.
    """

    x: np.ndarray
    values: np.ndarray
    logged: np.ndarray
    logged_x: np.ndarray
    bad: int | None
    unit: str

    @cached_property
    def coarse(self) -> np.ndarray:
        return coarsened(self.values, POINTS)

    @cached_property
    def coarse_x(self) -> np.ndarray:
        return coarsened(self.x, POINTS)

    @cached_property
    def smooth(self) -> np.ndarray:
        return smoothed(self.coarse, max(1, self.coarse.size // 20))

    @property
    def broke(self) -> bool:
        """The loss was not finite when the run ended, so nobody chose this end."""
        return bool(self.logged.size) and not bool(np.isfinite(self.logged[-1]))

    @property
    def points(self) -> int:
        return int(self.values.size)

    @cached_property
    def start(self) -> float:
        return float(np.median(self.coarse[: min(5, self.coarse.size // 20 + 1)]))

    @cached_property
    def end(self) -> float:
        return float(np.median(last(self.coarse, 0.1)))

    @cached_property
    def best(self) -> float:
        return float(self.smooth.min())

    @cached_property
    def best_at(self) -> int:
        """Place in `smooth`."""
        return int(self.smooth.argmin())

    @property
    def drop(self) -> float:
        """Share of its start by which it has fallen at the end."""
        return 1.0 - self.end / self.start if self.start else 0.0

    def tail(self, share: float) -> np.ndarray:
        return last(self.coarse, share)

    def noise(self, share: float = 1.0) -> float:
        """Standard deviation around the smoothed curve, over the last share of it."""
        return spread(last(self.coarse - self.smooth, share)) if self.points > 2 else 0.0

    def swing(self, share: float = 1.0) -> float:
        """The same around a curve that is calm over seven points, for short curves: their swings
        last two or three. The last points are held against the last seven, as if it were level."""
        return spread(last(self._swings, share)) if self.points > 2 else 0.0

    @cached_property
    def _swings(self) -> np.ndarray:
        reach = max(CALM, self.coarse.size // 20)
        calm = smoothed(self.coarse, reach)
        calm[-reach:] = np.median(self.coarse[-2 * reach - 1 :])
        return self.coarse - calm

    @property
    def batch_noise(self) -> float:
        """What noise of single batches alone leaves in a point of the coarse curve.

        Only where steps were logged: the median of k independent values has 1.25 / sqrt(k) of
        their spread.
        """
        if self.unit != "step" or self.points < 3:
            return 0.0
        alone = spread(np.diff(last(self.values, 0.5))) / np.sqrt(2)
        return float(1.25 * alone / np.sqrt(self.points / self.coarse.size))

    def place(self, i: int) -> float:
        """Of a point of the coarse curve, in `unit`."""
        return float(self.coarse_x[i])

    def at_least(self, points: int) -> "Curve":
        if self.points < points:
            raise Refusal("too_few_points", points=self.points, needed=points)
        return self

    def as_shares(self, points: int) -> "Curve":
        """Where shares of the loss are taken: never below zero, and long enough."""
        self.at_least(points)
        if self.values.min() < 0 or self.start <= 0:
            raise Refusal("loss_below_zero")
        return self


def per_evaluation(history: History) -> bool:
    """Whether the loss was logged as seldom as the validation loss: once an epoch, as a rule."""
    evaluations, losses = history.find("validation_loss"), history.find("train_loss")
    if evaluations is None or losses is None:
        return False
    return evaluations.count >= 0.8 * losses.count


def curve_of(logged: Logged, history: History) -> Curve:
    finite = np.isfinite(logged.values)
    bad = None if finite.all() else int(np.argmin(finite))
    if bad is not None and finite[bad:].any() and not finite[-1]:
        finite = finite & (np.arange(finite.size) < bad)
    x, values = logged.x[finite], logged.values[finite]
    return Curve(x, values, logged.values, logged.x, bad, _unit(history))


def _unit(history: History) -> str:
    """Some count their epochs as steps: only what is logged between evaluations is a step."""
    return "record" if history.unit == "step" and per_evaluation(history) else WORDS[history.unit]


def only_gaps(logged: np.ndarray) -> bool:
    """NaN between finite values, again and again: empty cells that somebody wrote as NaN."""
    if np.isinf(logged).any():
        return False
    back = np.flatnonzero(np.isnan(logged[:-1]) & np.isfinite(logged[1:]))
    return back.size >= COMES_AND_GOES
