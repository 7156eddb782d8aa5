"""Writes what the loop logged in the formats in which people keep their histories."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

from tests.probes.formats import events

Rows = list[dict[str, float]]


def write(rows: Rows, kind: str, folder: Path) -> Path:
    name, writer = KINDS[kind]
    path = folder / name
    writer(rows, path)
    return path


def _csv(rows: Rows, path: Path) -> None:
    names = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", newline="") as file:
        table = csv.DictWriter(file, names)
        table.writeheader()
        table.writerows(rows)


def _renamed(names: dict[str, str], write: Callable[[Rows, Path], None]):
    def writer(rows: Rows, path: Path) -> None:
        write([{names.get(n, n): cell for n, cell in row.items()} for row in rows], path)

    return writer


def _json_lines(rows: Rows, path: Path) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


def _text(rows: Rows, path: Path) -> None:
    lines = (
        f"Epoch {row['epoch']:.0f} | " + " | ".join(f"{n}: {c:.6g}" for n, c in _measures(row))
        for row in rows
    )
    path.write_text("\n".join(lines) + "\n")


def _chinese(rows: Rows, path: Path) -> None:
    words = {
        "train_loss": "训练损失",
        "val_loss": "验证损失",
        "train_acc": "训练准确率",
        "val_acc": "验证准确率",
        "lr": "学习率",
    }
    lines = (
        f"第{row['epoch']:.0f}轮 " + " ".join(f"{words[n]} {c:.6g}" for n, c in _measures(row))
        for row in rows
    )
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _measures(row: dict[str, float]) -> list[tuple[str, float]]:
    return [(name, cell) for name, cell in row.items() if name != "epoch"]


def _keras(rows: Rows, path: Path) -> None:
    names = {"train_loss": "loss", "train_acc": "accuracy", "val_acc": "val_accuracy"}
    columns = [name for name in rows[0] if name != "epoch"]
    path.write_text(json.dumps({names.get(n, n): [row[n] for row in rows] for n in columns}))


def _trainer_state(rows: Rows, path: Path) -> None:
    names = {"lr": "learning_rate", "val_loss": "eval_loss", "val_acc": "eval_accuracy"}
    records = [{names.get(n, n): cell for n, cell in row.items()} for row in rows]
    path.write_text(json.dumps({"global_step": len(rows), "log_history": records}))


def _tensorboard(rows: Rows, path: Path) -> None:
    tags = {
        "train_loss": "loss/train",
        "loss": "loss/train",
        "val_loss": "loss/val",
        "train_acc": "accuracy/train",
        "val_acc": "accuracy/val",
    }
    written = [events.header()]
    for row in rows:
        step = int(row.get("step", row["epoch"]))
        cells = {n: c for n, c in row.items() if n not in ("step", "epoch") or "step" in row}
        cells.pop("step", None)
        values = (events.simple(tags.get(n, n), cell) for n, cell in cells.items())
        written.append(events.event(step, *values))
    path.write_bytes(b"".join(written))


LIGHTNING = {"loss": "train_loss_step", "lr": "lr-Adam", "val_acc": "val_acc"}
KINDS: dict[str, tuple[str, Callable[[Rows, Path], None]]] = {
    "csv": ("history.csv", _csv),
    "jsonl": ("history.jsonl", _json_lines),
    "text": ("train.log", _text),
    "chinese": ("训练日志.txt", _chinese),
    "keras": ("history.json", _keras),
    "lightning": ("metrics.csv", _renamed(LIGHTNING, _csv)),
    "trainer_state": ("trainer_state.json", _trainer_state),
    "tensorboard": ("events.out.tfevents.1700000000.host.1.0", _tensorboard),
}
