"""Can the model learn one small batch by heart? What cannot do that has a fault of its own.

What it measures
    Up to 300 steps of Adam (1e-3) on 16 samples, dropout left out: steps until the loss is near
    nothing, and how it goes if it does not get there.

Why it matters
    Data, generalisation and schedules are out of the question here: what fails is the model, the
    loss, the gradients or the labels.

Limits
    Random labels can be learnt by heart too (Zhang et al. 2017): it is no test of the data. Two
    equal samples with different labels cannot. A loss written by hand may have a floor of its
    own: there a fall to a tenth counts.

Source
    Karpathy 2019. Healthy 42 to 49 steps; softmax head, ten sigmoids, zero inputs, frozen body,
    constant weights, width 2: not in 200.
"""

import math
from dataclasses import dataclass, replace

import torch

from probes.batch import Batch
from probes.checkpoint import Checkpoint
from probes.graph.layers import dropouts
from probes.graph.program import Program
from probes.plain import plain
from probes.runner import Report
from probes.trials.beginning import beginning
from probes.trials.drawn import Line, line
from probes.trials.setting import Setting
from probes.trials.trial import Trial, one_step, prepared, seconds_per_step
from probes.trials.watchdog import Cancel, Progress, Watchdog

STEPS = 300
SAMPLES = 16
ADAM = Setting("adam", 1e-3)
NEARLY_NOTHING = 0.05  # of a classification loss; of the loss that guessing the mean gives
SHARE_OF_HAND_WRITTEN = 0.1
UP, EXPLODED = 1.1, 1e3  # times the first loss
RESTLESS = 0.3  # share of the last steps that go up by a tenth and more


@dataclass(frozen=True)
class Result:
    """`how`: fits, explodes, up, oscillates, stalls. `ended` is empty where it ran through."""

    how: str
    steps: int
    batch: int
    start: float
    loss: float
    target: float
    losses: tuple[float, ...]
    seconds: float
    ended: str


def price(program: Program, batch: Batch, checkpoint: Checkpoint | None = None) -> float:
    return STEPS * seconds_per_step(_trial(program, batch, checkpoint))


def run(
    program: Program,
    batch: Batch,
    checkpoint: Checkpoint | None = None,
    *,
    loss: str | None = None,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
    budget: float = 60.0,
) -> Result:
    trial = _trial(program, batch, checkpoint, loss)
    watch = Watchdog(budget, progress, cancel)
    objective = prepared(trial)
    optimizer = trial.setting.make(objective.program.trainable)
    target = _target(trial)
    losses: list[float] = []
    for step in range(STEPS):
        if losses and not watch.may_go_on(step / STEPS):
            break
        losses.append(one_step(objective, optimizer, trial, step, 0))
        wanted = target if target > 0 else SHARE_OF_HAND_WRITTEN * losses[0]
        if losses[-1] <= wanted or not math.isfinite(losses[-1]):
            break
    first, last = losses[0], losses[-1]
    target = target if target > 0 else SHARE_OF_HAND_WRITTEN * abs(first)
    return Result(
        _how(losses, target), len(losses), trial.objective.samples, first, last, target,
        tuple(losses), watch.seconds, watch.ended,
    )  # fmt: skip


def judge(result: Result) -> list[Report]:
    finding = "cannot_overfit_one_batch"
    if result.how != "fits" and result.ended:
        return [Report(finding, "unknown", because=f"experiment_{result.ended}")]
    state = "absent" if result.how == "fits" else "present"
    return [Report(finding, state, numbers=plain(result), seconds=result.seconds)]


def verdict(result: Result) -> str:
    return result.how


def lines(result: Result) -> list[Line]:
    return [line("batch", [result.losses])]


def _trial(
    program: Program, batch: Batch, checkpoint: Checkpoint | None, loss: str | None = None
) -> Trial:
    """Without dropout, on the first samples."""
    whole = beginning(program, batch, checkpoint, loss)
    names = {node.name for node, _ in dropouts(program.graph) if "dropout" in node.op}
    names -= {n.name for n in program.graph.nodes if "attention" in n.op}
    bare = whole.objective.with_program(program.copy(bypass=names) if names else program)
    part = bare.part(slice(0, SAMPLES))
    return replace(whole, objective=part, setting=ADAM, batch_size=part.samples)


def _target(trial: Trial) -> float:
    objective = trial.objective
    if objective.classifies:
        return NEARLY_NOTHING
    if objective.loss_kind in ("mse", "l1", "huber") and objective.targets is not None:
        targets = objective.targets.double()
        spread = targets - targets.mean(0)
        size = spread.square().mean() if objective.loss_kind == "mse" else spread.abs().mean()
        return NEARLY_NOTHING * float(size.clamp_min(torch.finfo(torch.float32).tiny))
    return 0.0


def _how(losses: list[float], target: float) -> str:
    last, first = losses[-1], abs(losses[0])
    if not math.isfinite(last) or last > EXPLODED * first:
        return "explodes"
    if last <= target:
        return "fits"
    if last > UP * first:
        return "up"
    late = losses[len(losses) // 2 :]
    jumps = sum(after > 1.1 * before for before, after in zip(late, late[1:], strict=False))
    return "oscillates" if jumps > RESTLESS * len(late) else "stalls"
