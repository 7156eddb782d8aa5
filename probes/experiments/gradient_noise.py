"""How much of a mini-batch's gradient is noise, and from which batch size on signal prevails.

What it measures
    The gradients of eight parts of the batch and of the whole: unbiased estimates of the squared
    true gradient and of the variance of one sample's, and their ratio, the noise scale.

Why it matters
    Below the noise scale a larger batch (or a smaller rate) makes steps better in proportion.

Limits
    A batch can tell a noise scale up to about twice its own size; beyond that, or where noise
    hides the true gradient altogether, only "at least" is said. Late in training the scale grows.

Source
    McCandlish et al. 2018, appendix A. True 65: 57 to 85 from 256 samples; true 969: 2 of 5
    estimates fail, hence the limit.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from probes.batch import Batch
from probes.checkpoint import Checkpoint
from probes.graph.program import Program
from probes.passes.objective import Objective
from probes.passes.training import differentiate
from probes.plain import plain
from probes.runner import Report
from probes.trials.beginning import beginning
from probes.trials.drawn import Line
from probes.trials.trial import SMALL_BATCH, prepared, seconds_per_step
from probes.trials.watchdog import Cancel, Progress, Watchdog

PARTS = 8
FEWEST_SAMPLES = 64
TRUSTED = 2.0  # times the samples
# Two batches then agree with a cosine below a tenth: 1 / (1 + noise / batch).
DOMINATES = 9.0


@dataclass(frozen=True)
class Result:
    """`needed` is the noise scale, or what it is at least."""

    batch: int
    batch_known: bool
    samples: int
    needed: float
    at_least: bool
    seconds: float
    ended: str


def price(program: Program, batch: Batch, checkpoint: Checkpoint | None = None) -> float:
    trial = beginning(program, batch, checkpoint)
    return 2 * trial.objective.samples / SMALL_BATCH * seconds_per_step(trial)


def run(
    program: Program,
    batch: Batch,
    checkpoint: Checkpoint | None = None,
    *,
    loss: str | None = None,
    batch_size: int | None = None,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
    budget: float = 60.0,
) -> Result:
    objective = prepared(beginning(program, batch, checkpoint, loss))
    watch = Watchdog(budget, progress, cancel)
    size = objective.samples // PARTS
    order = torch.randperm(objective.samples, generator=torch.Generator().manual_seed(0))
    order = order.to(objective.program.device)
    gradients: list[Tensor] = []
    for part in range(PARTS if size else 0):
        if not watch.may_go_on(part / PARTS):
            break
        gradients.append(_gradient(objective.part(order[part * size : (part + 1) * size])))
    used = size * PARTS
    noise, at_least = _scale(gradients, size, used) if len(gradients) == PARTS else (0.0, True)
    return Result(
        batch_size or SMALL_BATCH, batch_size is not None, used, noise, at_least, watch.seconds,
        watch.ended,
    )  # fmt: skip


def judge(result: Result) -> list[Report]:
    finding = "gradient_noise_dominates"
    dominates = result.needed > DOMINATES * result.batch
    because = ""
    if result.ended:
        because = f"experiment_{result.ended}"
    elif result.samples < FEWEST_SAMPLES:
        because = "batch_too_small"
    elif not result.batch_known:
        because = "batch_size_not_known"
    elif result.at_least and not dominates:
        because = "noise_only_bounded"
    if because:
        return [Report(finding, "unknown", numbers=plain(result), because=because)]
    state = "present" if dominates else "absent"
    return [Report(finding, state, numbers=plain(result), seconds=result.seconds)]


def verdict(result: Result) -> str:
    """measured, at_least, small (too few samples to tell)."""
    if result.samples < FEWEST_SAMPLES:
        return "small"
    return "at_least" if result.at_least else "measured"


def lines(_result: Result) -> list[Line]:
    return []


def _gradient(part: Objective) -> Tensor:
    wanted = {name: p for name, p in part.program.parameters.items() if p.requires_grad}
    with torch.enable_grad():
        loss, _ = part.evaluate("train")
    raw = differentiate(loss, wanted)
    return torch.cat([g.flatten() for g in raw.values() if g is not None] or [torch.zeros(1)])


def _scale(gradients: list[Tensor], size: int, used: int) -> tuple[float, bool]:
    whole = torch.stack(gradients).mean(0).double().square().sum()
    parts = torch.stack([g.double().square().sum() for g in gradients]).mean()
    signal = float((used * whole - size * parts) / (used - size))
    noise = float((parts - whole) / (1 / size - 1 / used))
    if signal <= 0 or noise / signal > TRUSTED * used:
        return float(used), True
    return noise / signal, False
