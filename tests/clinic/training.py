"""The training loop of the clinic: what a person would write, with the recipe's mistakes."""

from dataclasses import dataclass, field, replace

import numpy as np
import torch
from torch import Tensor, nn

from tests.clinic.batches import batches, inputs, targets
from tests.clinic.data import Data
from tests.clinic.losses import Loss, objective
from tests.clinic.metrics import METRICS
from tests.clinic.networks import network
from tests.clinic.optimizers import optimizer_of
from tests.clinic.recipe import Recipe
from tests.clinic.schedules import factor


@dataclass
class Outcome:
    """`rows` are what the loop logged: per epoch, or per step with an evaluation per epoch."""

    model: nn.Module
    optimizer: torch.optim.Optimizer
    loss: Loss
    rows: list[dict[str, float]] = field(default_factory=list)
    evaluated: list[dict[str, float]] = field(default_factory=list)  # per epoch, whatever is logged
    epoch: int = 0
    step: int = 0


def run(recipe: Recipe, data: Data) -> Outcome:
    model = network(recipe, data.x.shape[1:], outputs(recipe, data))
    if recipe.pretrained_epochs:
        _pretrain(model, recipe, data)
    outcome = Outcome(model, optimizer_of(recipe, model), objective(recipe, data.y, data.classes))
    best, since = float("inf"), 0
    for epoch in range(recipe.epochs):
        if epoch == recipe.resumed_at:
            outcome.optimizer = optimizer_of(recipe, model)
        validation = _epoch(recipe, data, outcome, epoch)
        since = 0 if validation < best else since + 1
        best = min(best, validation)
        if recipe.stop_early and since >= recipe.stop_early:
            break
    return outcome


def outputs(recipe: Recipe, data: Data) -> int:
    return 1 if recipe.loss == "binary" else data.classes or 1


def _pretrain(model: nn.Module, recipe: Recipe, data: Data) -> None:
    """On the same task with fresh settings, all layers free."""
    free = [p for p in model.parameters() if p.requires_grad]
    model.requires_grad_(True)
    plain = replace(recipe, epochs=recipe.pretrained_epochs, rate=recipe.pretrained_rate)
    outcome = Outcome(model, optimizer_of(plain, model), objective(plain, data.y, data.classes))
    for epoch in range(plain.epochs):
        _epoch(plain, data, outcome, epoch)
    model.requires_grad_(False)
    for parameter in free:
        parameter.requires_grad_(True)


def _epoch(recipe: Recipe, data: Data, outcome: Outcome, epoch: int) -> float:
    outcome.model.train()
    losses, right, norms = [], 0.0, []
    some = list(batches(recipe, data, epoch))
    for i, (x, y) in enumerate(some):
        done = _done(recipe, epoch + i / len(some))
        rate = recipe.rate * factor(recipe, done)
        loss, output, norm = _step(recipe, outcome, (x, y), rate)
        losses.append(loss)
        norms.append(norm)
        right += METRICS[recipe.metric](output, y)
        outcome.step += 1
        if recipe.every_step:
            outcome.rows.append(
                {"step": outcome.step, "epoch": epoch, "loss": loss, "lr": rate, "grad_norm": norm}
            )
    outcome.epoch = epoch + 1
    validation, accuracy = _evaluate(recipe, data, outcome)
    row = {"step": outcome.step, "epoch": epoch, "val_loss": validation, "val_acc": accuracy}
    if not recipe.every_step:
        row = {"epoch": epoch + 1, "train_loss": float(np.mean(losses)), "lr": rate}
        row |= {"train_acc": right / len(data.y), "val_loss": validation, "val_acc": accuracy}
    outcome.evaluated.append({"train_loss": float(np.mean(losses)), **row})
    outcome.rows.append(_logged(recipe, data, row))
    return validation


def _done(recipe: Recipe, epoch: float) -> float:
    """The share of the schedule; a run that was resumed wrongly starts it again."""
    resumed = recipe.resumed_at or 0
    return (epoch - resumed if epoch >= resumed else epoch) / recipe.epochs


def _logged(recipe: Recipe, data: Data, row: dict[str, float]) -> dict[str, float]:
    left_out = set() if recipe.accuracy_logged and data.classes else {"train_acc", "val_acc"}
    left_out |= set() if recipe.rate_logged else {"lr"}
    return {name: cell for name, cell in row.items() if name not in left_out}


def _step(recipe, outcome, batch, rate) -> tuple[float, Tensor, float]:
    x, y = batch
    for group in outcome.optimizer.param_groups:
        group["lr"] = rate
    if recipe.zero_grad_every and outcome.step % recipe.zero_grad_every == 0:
        outcome.optimizer.zero_grad()
    output = outcome.model(x)
    loss = outcome.loss(output, y)
    loss.backward()
    trained = [p for p in outcome.model.parameters() if p.grad is not None]
    clip = recipe.clip or float("inf")
    norm = float(nn.utils.clip_grad_norm_(trained, clip)) if recipe.every_step or recipe.clip else 0
    outcome.optimizer.step()
    return loss.item(), output.detach(), norm


def _evaluate(recipe: Recipe, data: Data, outcome: Outcome) -> tuple[float, float]:
    model = outcome.model.train(not recipe.eval_mode)
    losses, right = [], 0.0
    with torch.no_grad():
        for start in range(0, len(data.y_validation), 64):
            some = slice(start, start + 64)
            y = targets(data.y_validation[some])
            output = model(inputs(data.x_validation[some]))
            loss = outcome.loss(output, y)
            losses.append(loss.item() * len(y))
            right += METRICS[recipe.metric](output, y)
    count = len(data.y_validation)
    return sum(losses) / count, right / count
