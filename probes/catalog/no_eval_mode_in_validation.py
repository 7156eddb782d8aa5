"""The validation loss that was logged is the one of training mode.

What it measures
    The model's loss and accuracy on the validation batch in evaluation mode and, over several draws
    of dropout, in training mode; beside them what the run logged last. Both modes see the same
    samples, so what the log differs by is compared with the noise of sampling that is left once
    the accuracy has told how hard the batch is. A log that has the loss of evaluation mode to the
    digit was made in it; where every accuracy of the log is a whole number of the batch's samples,
    the batch is the whole set, and no noise of sampling is left.
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

import numpy as np
import torch

from probes.curve import Curve
from probes.graph.program import Mode
from probes.passes.objective import Objective
from probes.passes.right_answers import share_right
from probes.shelf import Missing
from probes.verdict import ABSENT, PRESENT, Verdict, unknown

DRAWS = 5  # of dropout
# Parts of the batch, for the noise of sampling: BatchNorm wants larger ones.
PARTS: dict[str, int] = {"train": 16, "eval": 32}
LEAST_ROWS = 4  # of a part
FITS, EXCLUDED = 3.0, 4.0  # standard errors of the log from a mode, loss and accuracy together
NEARER = 3.0  # times as near to one mode as to the other
RECENT = 3  # records
FEWEST_SAMPLES = 32
EXACT = 1e-4  # share: the digits that logs keep
WHOLE = 0.05  # samples by which a share times the batch's size may miss a whole number
ENOUGH_SHARES = 6  # different accuracies: by accident each is whole once in ten


@dataclass(frozen=True)
class Modes:
    logged: float
    train: float
    eval: float
    from_train: float  # standard errors
    from_eval: float
    drawn: float  # standard deviation of training mode over draws
    whole: bool  # the batch is the whole validation set
    nearest: float  # of the last and the best records to the loss of evaluation mode
    samples: int


def measure(
    validation_objective: Objective,
    validation_curve: Curve,
    validation_accuracy: Curve | None = None,
) -> Modes:
    objective = validation_objective
    if not objective.has_loss or objective.targets is None and objective.loss_from != "graph":
        raise Missing("loss")
    none = math.nan
    if objective.samples < FEWEST_SAMPLES or not validation_curve.points:
        return Modes(none, none, none, none, none, none, False, none, objective.samples)
    drawn = [_loss(objective, "train", seed) for seed in range(DRAWS)]
    train, spread = sum(drawn) / DRAWS, float(np.std(drawn, ddof=1))
    at_eval = _loss(objective, "eval", 0)
    alike = _alike(train, at_eval, spread)
    whole = _is_whole(objective.samples, validation_accuracy)
    curves = [validation_curve]
    if validation_accuracy is not None and _share(objective, "eval", 0) is not None:
        curves.append(validation_accuracy)
    return Modes(
        logged=float(validation_curve.values[-1]),
        train=train,
        eval=at_eval,
        from_train=0.0 if alike else _away(objective, "train", curves),
        from_eval=0.0 if alike else _away(objective, "eval", curves),
        drawn=spread,
        whole=whole,
        nearest=float(abs(_kept_at(validation_curve, whole) - at_eval).min()),
        samples=objective.samples,
    )


def _alike(train: float, at_eval: float, drawn: float) -> bool:
    """The modes give the same loss, to the digits that logs keep."""
    return max(abs(train - at_eval), drawn) < NEARER * EXACT * abs(at_eval)


def _away(objective: Objective, mode: Mode, curves: list[Curve]) -> float:
    """Of the last record from a mode, in standard errors: a batch that is hard has both against it.

    Errors: of sampling, told by parts of the batch; of dropout; of the log's own movement.
    """
    draws = range(DRAWS if mode == "train" else 1)
    measures = (_loss, _share)[: len(curves)]
    whole = np.array([[take(objective, mode, seed) for take in measures] for seed in draws])
    count = min(PARTS[mode], objective.samples // LEAST_ROWS)
    size = objective.samples // count
    parts = [objective.part(slice(at * size, (at + 1) * size)) for at in range(count)]
    each = np.array([[take(part, mode, at) for take in measures] for at, part in enumerate(parts)])
    recent = [curve.values[-RECENT:] for curve in curves]
    moved = np.array([(some.max() - some.min()) / 2 for some in recent])
    # One answer is the least by which a share can be off, also where all parts are alike.
    least = np.array([0.0, 1 / objective.samples])[: len(curves)]
    spread = np.cov(each.T).reshape(len(curves), -1) / count + np.diag(moved**2 + least**2)
    if len(draws) > 1:
        spread = spread + np.cov(whole.T).reshape(spread.shape)
    gap = np.array([curve.values[-1] for curve in curves]) - whole.mean(0)
    return float(np.sqrt(gap @ np.linalg.pinv(spread, hermitian=True) @ gap))


def _kept_at(curve: Curve, whole: bool) -> np.ndarray:
    """Records at which a checkpoint may have been written; of a whole set any would be exact."""
    return curve.values if whole else np.append(curve.values[-RECENT:], curve.values.min())


def _is_whole(samples: int, accuracy: Curve | None) -> bool:
    """Every share that was logged is a whole number of the batch's samples."""
    if accuracy is None:
        return False
    shares = np.unique(accuracy.values)
    counts = shares * samples
    return len(shares) >= ENOUGH_SHARES and bool((abs(counts - counts.round()) < WHOLE).all())


def _loss(objective: Objective, mode: Mode, seed: int) -> float:
    with torch.no_grad():
        loss, _ = objective.evaluate(mode, seed=seed)
    if loss is None:
        raise Missing("loss")
    return float(loss)


def _share(objective: Objective, mode: Mode, seed: int) -> float | None:
    """Of right answers; None where the answers are no classes."""
    try:
        with torch.no_grad():
            return share_right(objective, mode, seed)
    except Missing:
        return None


def judge(modes: Modes) -> Verdict:
    if modes.samples < FEWEST_SAMPLES:
        return unknown("batch_too_small")
    if not all(map(math.isfinite, (modes.logged, modes.train, modes.eval, modes.from_eval))):
        return unknown("loss_not_finite")
    if _alike(modes.train, modes.eval, modes.drawn):
        return unknown("modes_too_alike")
    return ABSENT if modes.nearest <= EXACT * abs(modes.eval) else _by_noise(modes)


def _by_noise(modes: Modes) -> Verdict:
    to_train, to_eval = abs(modes.logged - modes.train), abs(modes.logged - modes.eval)
    if modes.whole and to_train < min(to_eval, FITS * modes.drawn):
        return PRESENT
    if min(modes.from_train, modes.from_eval) > FITS:
        return unknown("log_fits_neither_mode")
    if max(modes.from_train, modes.from_eval) < EXCLUDED:
        return unknown("modes_too_alike")
    if modes.from_eval > NEARER * modes.from_train:
        return PRESENT
    nearer = modes.from_train > NEARER * modes.from_eval or to_train > NEARER * to_eval
    return ABSENT if nearer and modes.from_train > EXCLUDED else unknown("modes_too_alike")
