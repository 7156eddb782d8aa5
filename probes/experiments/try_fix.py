"""Try a fix on a copy against a control: same batch, same seeds, several of them.

What it measures
    The loss of the whole batch after the same number of steps with and without the change, for
    several orders of the mini-batches; the paired difference with its 95 % interval.

Why it matters
    A fix that helps here is worth a real run; one that makes no difference here may be spared.

Limits
    Some hundred steps on one batch: what takes epochs to show (overfitting, schedules) does not.
    Where the uploaded weights are stuck for good, both sides are tried again from fresh weights.

Source
    Paired t-interval; Bouthillier et al. 2021 on seeds.
"""

import math
from dataclasses import dataclass, replace
from importlib import import_module
from statistics import mean, stdev

from probes.batch import Batch
from probes.checkpoint import Checkpoint
from probes.experiments import changes
from probes.experiments.beginning import beginning
from probes.experiments.setting import Setting
from probes.experiments.trial import Curve, Trial, seconds_per_step, train
from probes.experiments.watchdog import Cancel, Progress, Watchdog
from probes.graph.program import Program
from probes.plain import plain
from probes.refusal import Refusal
from probes.runner import Report
from probes.shelf import names_in

STEPS = 200
SEEDS = 3
# Quantile 0.975 of Student's t with 1, 2, 3, 4 degrees of freedom; a sign test for one seed.
STUDENT = {2: 12.71, 3: 4.30, 4: 3.18, 5: 2.78}
SOLVED = 0.5  # of the control's loss is left
CHANGED = 0.1  # of the control's loss
# Which finding a fix that helps is evidence for.
SHOWS = {
    "lower_learning_rate": "lower_rate_helps",
    "raise_learning_rate": "higher_rate_helps",
    "use_adam": "other_optimizer_helps",
    "use_sgd_with_momentum": "other_optimizer_helps",
    "weaken_regularisation": "removing_regularisation_helps",
}


@dataclass(frozen=True)
class Result:
    """`difference` is control minus fixed, of the final losses; `ratio` how much farther it falls.

    `start`: uploaded or fresh weights. `verdict`: solved, partly, no_change, worse.
    """

    fix: str
    verdict: str
    steps: int
    seeds: int
    better: int
    control: float
    fixed: float
    difference: float
    low: float
    high: float
    ratio: float | None
    start: str
    rate: float
    optimizer: str
    control_curves: tuple[tuple[float, ...], ...]
    fixed_curves: tuple[tuple[float, ...], ...]
    seconds: float
    ended: str


def fixes(program: Program, batch: Batch, checkpoint: Checkpoint | None = None) -> list[str]:
    """Those that change anything here."""
    trial = beginning(program, batch, checkpoint)
    return [name for name in names_in(changes) if _change(name, trial) is not None]


def price(
    program: Program, batch: Batch, checkpoint: Checkpoint | None = None, steps: int = STEPS
) -> float:
    """Both sides, all seeds, from uploaded and, if need be, fresh weights."""
    per_step = seconds_per_step(beginning(program, batch, checkpoint))
    return 2 * 2 * SEEDS * steps * per_step


def run(
    program: Program,
    batch: Batch,
    fix: str,
    checkpoint: Checkpoint | None = None,
    *,
    loss: str | None = None,
    rate: float | None = None,
    optimizer: str | None = None,
    steps: int = STEPS,
    seeds: int = SEEDS,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
    budget: float = 120.0,
) -> Result:
    """Refusal("fix_does_not_apply") where there is nothing to change."""
    control = beginning(program, batch, checkpoint, loss, rate, optimizer)
    fixed = _change(fix, control)
    if fixed is None:
        raise Refusal("fix_does_not_apply", fix=fix)
    watch = Watchdog(budget, progress, cancel)
    found = _compare(fix, control, fixed, steps, seeds, watch, 0.0)
    if found.verdict == "no_change" and control.redrawn == () and not watch.ended:
        fresh = replace(control, redrawn=None), replace(fixed, redrawn=None)
        again = _compare(fix, *fresh, steps, seeds, watch, 0.5)
        found = again if again.verdict != "no_change" and not watch.ended else found
    return replace(found, seconds=watch.seconds, ended=watch.ended)


def judge(result: Result) -> list[Report]:
    finding = SHOWS.get(result.fix)
    if finding is None:
        return []
    if result.ended:
        return [Report(finding, "unknown", because=f"experiment_{result.ended}")]
    numbers = dict(plain(result))
    numbers |= dict.fromkeys(("lowered", "raised", "other", "without"), plain(result.fixed))
    state = "present" if result.verdict in ("solved", "partly") else "absent"
    return [Report(finding, state, numbers=numbers, seconds=result.seconds)]


def _change(fix: str, trial: Trial) -> Trial | None:
    if fix not in names_in(changes):
        raise Refusal("fix_cannot_be_tried", fix=fix)
    return import_module(f"{changes.__name__}.{fix}").change(trial)


def _compare(
    fix: str, control: Trial, fixed: Trial, steps: int, seeds: int, watch: Watchdog, done: float
) -> Result:
    # Both sides are judged alike: where classes are drawn equally often, on equal classes.
    control_runs, fixed_runs = [], []
    share = 0.5 / (2 * seeds)
    for seed in range(seeds):
        at = done + 2 * share * seed
        control_runs.append(_run(control, fixed, steps, seed, watch, at, share))
        fixed_runs.append(_run(fixed, fixed, steps, seed, watch, at + share, share))
    start = "uploaded" if control.redrawn == () else "fresh"
    return _result(fix, control_runs, fixed_runs, fixed.setting, start, steps)


def _run(
    trial: Trial, judged: Trial, steps: int, seed: int, watch: Watchdog, at: float, share: float
) -> Curve:
    return train(trial, steps, seed, watch, at, share, balanced=judged.balanced)


def _result(
    fix: str, control: list[Curve], fixed: list[Curve], setting: Setting, start: str, steps: int
) -> Result:
    pairs = list(zip(control, fixed, strict=True))
    differences = [_bounded(c) - _bounded(f) for c, f in pairs]
    middle = mean(differences)
    spread = stdev(differences) if len(differences) > 1 else 0.0
    half = STUDENT.get(len(differences), 2.0) * spread / math.sqrt(len(differences))
    left, before = mean(_bounded(f) for f in fixed), mean(_bounded(c) for c in control)
    better = sum(difference > 0 for difference in differences)
    falls = [mean(curve.start - _bounded(curve) for curve in runs) for runs in (control, fixed)]
    return Result(
        fix, _verdict(before, left, middle - half, middle + half, better, len(pairs), fixed),
        steps, len(pairs), better, before, left, middle, middle - half, middle + half,
        falls[1] / falls[0] if falls[0] > 0 else None,
        start, setting.rate, setting.optimizer,
        tuple(c.losses for c in control), tuple(f.losses for f in fixed), 0.0, "",
    )  # fmt: skip


def _verdict(
    control: float, fixed: float, low: float, high: float, better: int, seeds: int,
    runs: list[Curve],
) -> str:  # fmt: skip
    if any(curve.diverged for curve in runs):
        return "worse" if high < 0 else "no_change"
    scale = max(abs(control), 1e-12)
    certain = low > 0 or better == seeds and control - fixed > SOLVED * scale
    if better == seeds and certain and control - fixed > CHANGED * scale:
        learns = all(curve.final < 0.9 * curve.start for curve in runs)
        return "solved" if fixed <= SOLVED * control and learns else "partly"
    if better == 0 and high < 0 and fixed - control > CHANGED * scale:
        return "worse"
    return "no_change"


def _bounded(curve: Curve) -> float:
    """A diverged run counts as ten times its first loss: means stay finite."""
    worst = 10 * max(abs(curve.start), 1.0) if math.isfinite(curve.start) else 100.0
    return worst if curve.diverged else min(curve.final, worst)
