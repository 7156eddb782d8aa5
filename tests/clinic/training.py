"""The training loop of the clinic: what a person would write, with the recipe's mistakes."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
import torch
from torch import Tensor, nn

from tests.clinic.data import Data
from tests.clinic.losses import LOSSES
from tests.clinic.networks import network
from tests.clinic.recipe import Recipe
from tests.clinic.schedules import factor


@dataclass
class Outcome:
    """`rows` are what the loop logged: per epoch, or per step with an evaluation per epoch."""

    model: nn.Module
    optimizer: torch.optim.Optimizer
    batch: tuple[Tensor, Tensor]
    rows: list[dict[str, float]] = field(default_factory=list)
    epoch: int = 0
    step: int = 0


def run(recipe: Recipe, data: Data) -> Outcome:
    model = network(recipe, data.x.shape[1:], data.classes or 1)
    if recipe.pretrained_epochs:
        _pretrain(model, recipe, data)
    outcome = Outcome(model, _optimizer(recipe, model), (torch.empty(0), torch.empty(0)))
    best, since = float("inf"), 0
    for epoch in range(recipe.epochs):
        if epoch == recipe.resumed_at:
            outcome.optimizer = _optimizer(recipe, model)
        validation = _epoch(recipe, data, outcome, epoch)
        since = 0 if validation < best else since + 1
        best = min(best, validation)
        if recipe.stop_early and since >= recipe.stop_early:
            break
    return outcome


def _pretrain(model: nn.Module, recipe: Recipe, data: Data) -> None:
    """On the same task with fresh settings, all layers free."""
    free = [p for p in model.parameters() if p.requires_grad]
    model.requires_grad_(True)
    plain = replace(recipe, epochs=recipe.pretrained_epochs, rate=recipe.pretrained_rate)
    outcome = Outcome(model, _optimizer(plain, model), (torch.empty(0), torch.empty(0)))
    for epoch in range(plain.epochs):
        _epoch(plain, data, outcome, epoch)
    model.requires_grad_(False)
    for parameter in free:
        parameter.requires_grad_(True)


def _epoch(recipe: Recipe, data: Data, outcome: Outcome, epoch: int) -> float:
    model, losses, right, norms = outcome.model.train(), [], 0.0, []
    batches = list(_batches(recipe, data, epoch))
    for i, (x, y) in enumerate(batches):
        done = (epoch + i / len(batches)) / recipe.epochs
        rate = recipe.rate * factor(recipe, done)
        loss, output, norm = _step(recipe, outcome, (x, y), rate)
        losses.append(loss)
        norms.append(norm)
        right += _right(output, y)
        outcome.step += 1
        if recipe.every_step:
            outcome.rows.append(
                {"step": outcome.step, "epoch": epoch, "loss": loss, "lr": rate, "grad_norm": norm}
            )
    outcome.epoch, outcome.batch = epoch + 1, (x, y)
    validation, accuracy = _evaluate(recipe, data, model)
    row = {"step": outcome.step, "epoch": epoch, "val_loss": validation, "val_acc": accuracy}
    if not recipe.every_step:
        row = {"epoch": epoch + 1, "train_loss": float(np.mean(losses)), "lr": rate}
        row |= {"train_acc": right / len(data.y), "val_loss": validation, "val_acc": accuracy}
    outcome.rows.append(_logged(recipe, data, row))
    return validation


def _logged(recipe: Recipe, data: Data, row: dict[str, float]) -> dict[str, float]:
    left_out = set() if recipe.accuracy_logged and data.classes else {"train_acc", "val_acc"}
    left_out |= set() if recipe.rate_logged else {"lr"}
    return {name: cell for name, cell in row.items() if name not in left_out}


def _step(recipe, outcome, batch, rate) -> tuple[float, Tensor, float]:
    x, y = batch
    for group in outcome.optimizer.param_groups:
        group["lr"] = rate
    if recipe.zero_grad:
        outcome.optimizer.zero_grad()
    output = outcome.model(x)
    loss = LOSSES[recipe.loss](output, y)
    loss.backward()
    trained = [p for p in outcome.model.parameters() if p.grad is not None]
    clip = recipe.clip or float("inf")
    norm = float(nn.utils.clip_grad_norm_(trained, clip)) if recipe.every_step or recipe.clip else 0
    outcome.optimizer.step()
    return loss.item(), output.detach(), norm


def _batches(recipe: Recipe, data: Data, epoch: int) -> Iterator[tuple[Tensor, Tensor]]:
    rng = np.random.default_rng(recipe.seed * 10_000 + epoch)
    count = len(data.y)
    order = np.arange(count) if recipe.sorted_by_class else rng.permutation(count)
    for start in range(0, count, recipe.batch_size):
        some = order[start : start + recipe.batch_size]
        if recipe.batchnorm and len(some) < 2:
            continue
        x = data.x[some]
        if recipe.augmentation:
            x = x + rng.normal(0, recipe.augmentation, x.shape).astype(x.dtype)
        yield inputs(x), targets(data.y[some])


def _evaluate(recipe: Recipe, data: Data, model: nn.Module) -> tuple[float, float]:
    model.train(not recipe.eval_mode)
    losses, right = [], 0.0
    with torch.no_grad():
        for start in range(0, len(data.y_validation), 64):
            some = slice(start, start + 64)
            y = targets(data.y_validation[some])
            output = model(inputs(data.x_validation[some]))
            losses.append(LOSSES[recipe.loss](output, y).item() * len(y))
            right += _right(output, y)
    count = len(data.y_validation)
    return sum(losses) / count, right / count


def inputs(x: np.ndarray) -> Tensor:
    return torch.from_numpy(x if x.dtype == np.float32 else x.astype(np.int64))


def targets(y: np.ndarray) -> Tensor:
    return torch.from_numpy(y if y.dtype == np.float32 else y.astype(np.int64))


def _right(output: Tensor, y: Tensor) -> float:
    return float((output.argmax(-1) == y).sum()) if y.dtype == torch.int64 else 0.0


def _optimizer(recipe: Recipe, model: nn.Module) -> torch.optim.Optimizer:
    free = [p for p in model.parameters() if p.requires_grad]
    rate, decay = recipe.rate, recipe.weight_decay
    if recipe.optimizer == "sgd":
        return torch.optim.SGD(free, rate, momentum=recipe.momentum, weight_decay=decay)
    kind = {"adam": torch.optim.Adam, "adamw": torch.optim.AdamW}[recipe.optimizer]
    return kind(free, rate, eps=recipe.adam_epsilon, weight_decay=decay)
