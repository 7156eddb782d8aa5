"""The validation loss that was logged is the one of training mode.

What it measures
    The model's loss on the validation batch in evaluation mode and, over several draws of dropout,
    in training mode; beside them the validation loss that the run logged last.
Why it matters
    Without `model.eval()` dropout still drops and BatchNorm uses the batch at hand: the scores that
    decisions rest on are not the model's.
Limits
    Both modes must differ clearly on this batch. A batch is a part of the set: where the log fits
    neither mode within the noise of sampling, nothing is said. Nor where the checkpoint is older
    than the last record by more than the log's own movement.
Source
    torch.nn.Module.eval. Logged losses beside recomputed ones; the thresholds are our choice.
"""

import math
from dataclasses import dataclass

import torch

from probes.curve import Curve
from probes.passes.objective import Objective
from probes.shelf import Missing
from probes.verdict import ABSENT, PRESENT, Verdict, unknown

DRAWS = 5  # of dropout
PARTS = 8  # of the batch, for the noise of sampling
APART = 4.0  # standard errors between the modes, from which they are told apart
NEARER = 3.0  # times as near to one mode as to the other
RECENT = 3  # records
FEWEST_SAMPLES = 32


@dataclass(frozen=True)
class Modes:
    logged: float
    train: float
    eval: float
    error: float
    samples: int


def measure(validation_objective: Objective, validation_curve: Curve) -> Modes:
    objective = validation_objective
    if not objective.has_loss or objective.targets is None and objective.loss_from != "graph":
        raise Missing("loss")
    if objective.samples < FEWEST_SAMPLES or not validation_curve.points:
        return Modes(math.nan, math.nan, math.nan, math.nan, objective.samples)
    drawn = [_loss(objective, "train", seed) for seed in range(DRAWS)]
    size = objective.samples // PARTS
    parts = [
        _loss(objective.part(slice(at * size, (at + 1) * size)), "eval", 0) for at in range(PARTS)
    ]
    recent = validation_curve.values[-RECENT:]
    moved = float(recent.max() - recent.min())
    return Modes(
        logged=float(recent[-1]),
        train=sum(drawn) / DRAWS,
        eval=_loss(objective, "eval", 0),
        error=math.hypot(_deviation(parts) / math.sqrt(PARTS), moved / 2),
        samples=objective.samples,
    )


def _loss(objective: Objective, mode: str, seed: int) -> float:
    with torch.no_grad():
        loss, _ = objective.evaluate(mode, seed=seed)
    if loss is None:
        raise Missing("loss")
    return float(loss)


def _deviation(values: list[float]) -> float:
    mean = sum(values) / len(values)
    return math.sqrt(sum((value - mean) ** 2 for value in values) / (len(values) - 1))


def judge(modes: Modes) -> Verdict:
    if modes.samples < FEWEST_SAMPLES:
        return unknown("batch_too_small")
    if not all(map(math.isfinite, (modes.logged, modes.train, modes.eval, modes.error))):
        return unknown("loss_not_finite")
    if abs(modes.train - modes.eval) < APART * modes.error:
        return unknown("modes_too_alike")
    to_train, to_eval = abs(modes.logged - modes.train), abs(modes.logged - modes.eval)
    if to_eval > NEARER * to_train:
        return PRESENT
    return ABSENT if to_train > NEARER * to_eval else unknown("log_fits_neither_mode")
