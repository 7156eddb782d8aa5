"""One training of a copy: the steps that a person would take, counted and bounded."""

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from probes.graph.layers import norms
from probes.passes.objective import Objective
from probes.passes.redrawn import redraw
from probes.trials.setting import Setting
from probes.trials.watchdog import Watchdog

SMALL_BATCH = 32
JUDGED_EVERY = 10  # steps
LARGEST = 1e12  # a loss above this has diverged


@dataclass(frozen=True, eq=False)
class Trial:
    """What is trained and how. `redrawn`: names of weights to draw anew, () none, None all.

    `balanced` draws every class equally often; `flood` is the level that the loss is kept at.
    `judged` is another batch (validation) whose loss counts instead of the trained one's.
    """

    objective: Objective
    setting: Setting
    redrawn: tuple[str, ...] | None = ()
    balanced: bool = False
    flood: float | None = None
    batch_size: int = SMALL_BATCH
    judged: Objective | None = None

    @property
    def every(self) -> int:
        """Steps from one point of the curve to the next."""
        return 1 if self.judged is None else JUDGED_EVERY


@dataclass(frozen=True)
class Curve:
    """`losses` of the steps, or of `judged` every so many.

    `start` and `final`: of the whole batch by the same measure.
    """

    losses: tuple[float, ...]
    start: float
    final: float

    @property
    def diverged(self) -> bool:
        return not math.isfinite(self.final) or abs(self.final) > LARGEST


def train(
    trial: Trial,
    steps: int,
    seed: int,
    watch: Watchdog,
    done: float,
    share: float,
    balanced: bool = False,
) -> Curve:
    """`done` and `share` are of the whole experiment, for its progress.

    `balanced`: measured with every class equally often.
    """
    objective = prepared(trial)
    judged = objective if trial.judged is None else trial.judged.with_program(objective.program)
    optimizer = trial.setting.make(objective.program.trainable)
    rows = draws(trial, torch.Generator().manual_seed(seed))
    start = measure(judged, balanced)
    losses: list[float] = []
    for step in range(steps):
        if not watch.may_go_on(done + share * step / steps):
            break
        loss = one_step(objective.part(next(rows)), optimizer, trial, step, seed)
        if (step + 1) % trial.every == 0:
            losses.append(loss if trial.judged is None else measure(judged, balanced))
        if not math.isfinite(loss) or loss > LARGEST:
            break
    return Curve(tuple(losses), start, measure(judged, balanced))


def prepared(trial: Trial) -> Objective:
    """On a copy of its own, with fresh weights where they are asked for."""
    program = trial.objective.program
    if trial.redrawn is None:
        return trial.objective.with_program(redraw(program))
    if trial.redrawn:
        return trial.objective.with_program(redraw(program, list(trial.redrawn)))
    return trial.objective.with_program(program.copy())


def one_step(
    part: Objective, optimizer: torch.optim.Optimizer, trial: Trial, step: int, seed: int
) -> float:
    setting = trial.setting
    for group in optimizer.param_groups:
        group["lr"] = setting.rate_at(step)
    optimizer.zero_grad(set_to_none=True)
    with torch.enable_grad():
        loss, _ = part.evaluate("train", seed=seed * 100_003 + step, update_buffers=True)
        kept = loss if trial.flood is None else (loss - trial.flood).abs() + trial.flood
    if kept.requires_grad:
        kept.backward()
        if setting.clip is not None:
            torch.nn.utils.clip_grad_norm_(part.program.trainable, setting.clip)
        optimizer.step()
    return float(loss.detach())


def measure(objective: Objective, balanced: bool = False) -> float:
    """The loss of the whole batch without dropout; with the batch's own statistics of BatchNorm."""
    whole = objective.part(balanced_rows(objective)) if balanced else objective
    has_norm = any("batch_norm" in node.op for node in norms(objective.program.graph))
    with torch.no_grad():
        loss, _ = whole.evaluate("train" if has_norm else "eval")
    return float(loss)


def draws(trial: Trial, generator: torch.Generator) -> Iterator[Tensor]:
    """Rows of one mini-batch after the other, in epochs of a random order."""
    objective = trial.objective
    rows = torch.arange(objective.samples)
    size = min(trial.batch_size, objective.samples)
    while True:
        pool = balanced_rows(objective).cpu() if trial.balanced else rows
        order = pool[torch.randperm(len(pool), generator=generator)]
        for begin in range(0, len(order) - size + 1, size):
            yield order[begin : begin + size].to(objective.program.device)


def balanced_rows(objective: Objective) -> Tensor:
    """Every class as often as the most frequent one."""
    targets = objective.targets
    if targets is None or targets.dim() != 1 or targets.is_floating_point():
        return torch.arange(objective.samples, device=objective.program.device)
    own = [(targets == klass).nonzero().flatten() for klass in targets.unique()]
    most = max(len(rows) for rows in own)
    return torch.cat([rows.repeat(-(-most // len(rows)))[:most] for rows in own])


def seconds_per_step(trial: Trial) -> float:
    """Measured on one forward and backward pass of a mini-batch, after one to warm up."""
    size = min(trial.batch_size, trial.objective.samples)
    part = prepared(replace(trial, redrawn=())).part(slice(0, size))
    optimizer = trial.setting.make(part.program.trainable)
    one_step(part, optimizer, trial, 0, 0)
    started = time.perf_counter()
    one_step(part, optimizer, trial, 1, 0)
    return time.perf_counter() - started
