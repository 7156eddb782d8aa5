"""Trains one case and leaves what a person has: a log, a checkpoint, batches, an exported model."""

import csv
import json
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from benchmarks.twenty.cases import Case
from benchmarks.twenty.data import Task

ROWS = 256  # of each batch that is kept
BATCH = 32

Row = dict[str, float]


class WithLoss(nn.Module):
    def __init__(self, model: nn.Module, loss) -> None:
        super().__init__()
        self.model, self.loss = model, loss

    def forward(self, x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
        output = self.model(x)
        return self.loss(output, y), output


def treat(case: Case, sick: bool, folder: Path) -> dict[str, Path]:
    """The files by their role on the command line."""
    torch.manual_seed(0)
    which = 0 if sick else 1
    task, model, loss = case.task(), case.model(sick), case.loss[which]
    first = case.labels_from[which]
    optimizer = _optimizer(case, model, case.rate[which])
    rows = []
    for epoch in range(case.epochs):
        trained = _epoch(task, model, optimizer, loss, first)
        validated = _validate(task, model, loss, first, case.eval_mode[which])
        rows.append({"epoch": epoch + 1, **trained, **validated, "lr": case.rate[which]})
    state = {
        "epoch": case.epochs,
        "model_state_dict": model.state_dict(),
        "optimizer_state_dict": optimizer.state_dict(),
    }
    torch.save(state, folder / "checkpoint.pt")
    np.savez(folder / "batch.npz", x=task.x[:ROWS], y=task.y[:ROWS] + first)
    validation = {"x": task.x_validation[:ROWS], "y": task.y_validation[:ROWS] + first}
    np.savez(folder / "validation_batch.npz", **validation)
    _export(WithLoss(model, loss), task, folder / "model.pt2")
    return {
        "history": _log(rows, case.history, folder),
        "checkpoint": folder / "checkpoint.pt",
        "batch": folder / "batch.npz",
        "validation-batch": folder / "validation_batch.npz",
        "model": folder / "model.pt2",
    }


def _optimizer(case: Case, model: nn.Module, rate: float) -> torch.optim.Optimizer:
    free = [parameter for parameter in model.parameters() if parameter.requires_grad]
    if case.optimizer == "sgd":
        return torch.optim.SGD(free, rate, momentum=0.9)
    return torch.optim.Adam(free, rate)


def _epoch(task: Task, model: nn.Module, optimizer, loss, first: int) -> Row:
    model.train()
    order, losses, right = torch.randperm(len(task.y)), [], 0.0
    for some in order.split(BATCH):
        x, y = torch.from_numpy(task.x[some]), torch.from_numpy(task.y[some]) + first
        optimizer.zero_grad()
        output = model(x)
        value = loss(output, y)
        value.backward()
        optimizer.step()
        losses.append(value.item())
        right += _right(output, y)
    return {"train_loss": float(np.mean(losses)), "train_acc": right / len(task.y)}


def _validate(task: Task, model: nn.Module, loss, first: int, eval_mode: bool) -> Row:
    model.train(not eval_mode)
    x, y = torch.from_numpy(task.x_validation), torch.from_numpy(task.y_validation) + first
    with torch.no_grad():
        output = model(x)
        value = loss(output, y)
    return {"val_loss": float(value), "val_acc": _right(output, y) / len(y)}


def _right(output: Tensor, y: Tensor) -> float:
    told = output.argmax(-1) if output.shape[-1] > 1 else (output[:, 0] > 0).long()
    return float((told == y).sum())


def _export(model: nn.Module, task: Task, path: Path) -> None:
    rows = torch.export.Dim("rows", min=2, max=4096)
    some = torch.from_numpy(task.x[:8]), torch.from_numpy(task.y[:8])
    shapes = {"x": {0: rows}, "y": {0: rows}}
    torch.export.save(torch.export.export(model.train(), some, dynamic_shapes=shapes), path)


def _log(rows: list[Row], kind: str, folder: Path) -> Path:
    path = folder / {"csv": "history.csv", "jsonl": "history.jsonl", "text": "train.log"}[kind]
    with path.open("w", newline="") as file:
        if kind == "csv":
            table = csv.DictWriter(file, list(rows[0]))
            table.writeheader()
            table.writerows(rows)
        for row in rows if kind != "csv" else ():
            text = " ".join(f"{name}={value:.5g}" for name, value in row.items())
            file.write((json.dumps(row) if kind == "jsonl" else f"[train] {text}") + "\n")
    return path
