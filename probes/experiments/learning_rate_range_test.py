"""Which learning rates this model takes: one short training with a rate that grows step by step.

What it measures
    80 steps on mini-batches of the batch with the person's optimizer, the rate growing
    geometrically from 1e-7 to 10; the smoothed loss; where it falls fastest, where it is lowest,
    and where it diverges (four times the best).

Why it matters
    Shows whether the present rate lies in the range in which the loss falls.

Limits
    A trained model has nothing left to fall: then weights are drawn anew. Adam diverges far above
    the rates at which training already suffers, so a third of it counts as the ceiling.

Source
    Smith 2017. SGD with momentum: diverges at 0.14 to 0.31, really fails at 0.3; Adam: lowest at
    0.018 to 0.022, best rate about a tenth.
"""

import math
from dataclasses import dataclass, replace

import torch

from probes.batch import Batch
from probes.checkpoint import Checkpoint
from probes.graph.program import Program
from probes.passes.chance import LEARNT, chance
from probes.plain import plain
from probes.runner import Report
from probes.trials.beginning import beginning
from probes.trials.drawn import Line, line
from probes.trials.trial import Trial, draws, one_step, prepared, seconds_per_step
from probes.trials.watchdog import Cancel, Progress, Watchdog

AXIS = "learning_rate"
STEPS = 80
LOWEST, HIGHEST = 1e-7, 10.0
SMOOTHING = 0.8
DIVERGED = 4.0  # times the best loss
LEAST_FALL = 0.1  # of the first loss
BELOW_LOWEST = 10.0  # the suggestion lies so far below the rate of the lowest loss
FAR_BELOW = 100.0  # times the suggestion
ADAPTIVE = {"adam", "adamw", "rmsprop", "adagrad"}
CEILING = {"adaptive": 3.0, "plain": 1.0}


@dataclass(frozen=True)
class Result:
    """`limit` is infinite where it never diverged; `fresh`: weights were drawn anew."""

    rate: float
    rate_known: bool
    optimizer: str
    best: float
    steepest: float
    suggestion: float
    limit: float
    fell: bool
    fresh: bool
    rates: tuple[float, ...]
    losses: tuple[float, ...]
    seconds: float
    ended: str


def price(program: Program, batch: Batch, checkpoint: Checkpoint | None = None) -> float:
    """Twice the steps: a trained model is tried again with fresh weights."""
    return 2 * STEPS * seconds_per_step(beginning(program, batch, checkpoint))


def run(
    program: Program,
    batch: Batch,
    checkpoint: Checkpoint | None = None,
    *,
    loss: str | None = None,
    rate: float | None = None,
    optimizer: str | None = None,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
    budget: float = 60.0,
) -> Result:
    trial = beginning(program, batch, checkpoint, loss, rate, optimizer)
    watch = Watchdog(budget, progress, cancel)
    if _learnt(trial):
        trial = replace(trial, redrawn=None)
    found = _sweep(trial, watch, 0.0)
    fresh = trial.redrawn != ()
    if not found.fell and trial.redrawn is not None and not watch.ended:
        found, fresh = _sweep(replace(trial, redrawn=None), watch, 0.5), True
    return replace(found, fresh=fresh, seconds=watch.seconds, ended=watch.ended)


def judge(result: Result) -> list[Report]:
    names = ("rate_above_stable_range", "rate_below_useful_range")
    because = _why_not(result)
    if because:
        return [Report(name, "unknown", because=because) for name in names]
    kind = "adaptive" if result.optimizer in ADAPTIVE else "plain"
    numbers = plain(result)
    above = result.rate >= result.limit / CEILING[kind]
    below = result.rate < result.suggestion / FAR_BELOW
    states = ("present" if above else "absent", "present" if below else "absent")
    return [
        Report(name, state, numbers=numbers, seconds=result.seconds)
        for name, state in zip(names, states, strict=True)
    ]


def verdict(result: Result) -> str:
    """above, below, within, nowhere (it falls at no rate), unknown (the rate is not known)."""
    if not result.fell:
        return "nowhere"
    if not result.rate_known:
        return "unknown"
    above, below = (report.state == "present" for report in judge(result))
    return "above" if above else "below" if below else "within"


def lines(result: Result) -> list[Line]:
    return [line("smoothed", [result.losses], result.rates)]


def _why_not(result: Result) -> str:
    if result.ended:
        return f"experiment_{result.ended}"
    if not result.rate_known:
        return "rate_not_known"
    return "" if result.fell else "loss_falls_at_no_rate"


def _learnt(trial: Trial) -> bool:
    """What has learnt already has little left to fall by."""
    objective = trial.objective
    with torch.no_grad():
        loss, output = objective.evaluate("eval")
    guessing = chance(objective, output)
    return guessing is not None and float(loss) < LEARNT * guessing


def _sweep(trial: Trial, watch: Watchdog, done: float) -> Result:
    objective = prepared(trial)
    optimizer = trial.setting.make(objective.program.trainable)
    rows = draws(trial, torch.Generator().manual_seed(0))
    growth = (HIGHEST / LOWEST) ** (1 / (STEPS - 1))
    rates: list[float] = []
    losses: list[float] = []
    mean = 0.0
    for step in range(STEPS):
        if not watch.may_go_on(done + 0.5 * step / STEPS):
            break
        rate = LOWEST * growth**step
        now = replace(trial, setting=replace(trial.setting, rate=rate, warmup=0))
        loss = one_step(objective.part(next(rows)), optimizer, now, step, 0)
        mean = SMOOTHING * mean + (1 - SMOOTHING) * loss
        smooth = mean / (1 - SMOOTHING ** (step + 1))
        rates.append(rate)
        losses.append(smooth)
        if not math.isfinite(smooth) or smooth > DIVERGED * min(losses):
            break
    return _read(trial, rates, losses)


def _read(trial: Trial, rates: list[float], losses: list[float]) -> Result:
    finite = [value for value in losses if math.isfinite(value)]
    lowest = min(finite, default=math.inf)
    best = rates[losses.index(lowest)] if finite else LOWEST
    diverged = bool(losses) and (not math.isfinite(losses[-1]) or losses[-1] > DIVERGED * lowest)
    falls = [losses[i - 1] - losses[i] for i in range(1, len(losses))]
    before = falls[: losses.index(lowest)] if finite else []
    steepest = rates[before.index(max(before)) + 1] if before else best
    first = finite[0] if finite else math.inf
    setting = trial.setting
    return Result(
        setting.rate, setting.known, setting.optimizer, best, steepest, best / BELOW_LOWEST,
        rates[-1] if diverged else math.inf, first - lowest > LEAST_FALL * abs(first), False,
        tuple(rates), tuple(losses), 0.0, "",
    )  # fmt: skip
