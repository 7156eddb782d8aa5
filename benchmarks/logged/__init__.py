"""Histories as trainers write them, of any length."""

import struct
from collections.abc import Callable, Iterator
from pathlib import Path


def dense_csv(rows: int) -> Iterator[str]:
    yield "epoch,step,train_loss,val_loss,val_acc,lr\n"
    for i in range(rows):
        yield f"{i // 1000},{i},{2.3 / (1 + i):.6f},{2.4 / (1 + i):.6f},{i / rows:.4f},0.001\n"


def sparse_csv(rows: int) -> Iterator[str]:
    yield "epoch,lr-Adam,step,train_loss_step,val_acc,val_loss\n"
    for i in range(rows):
        if i % 10:
            yield f"{i // 1000},,{i},{2.3 / (1 + i):.6f},,\n"
        else:
            yield f"{i // 1000},0.001,{i},,{i / rows:.4f},{2.4 / (1 + i):.6f}\n"


def json_lines(rows: int) -> Iterator[str]:
    for i in range(rows):
        yield f'{{"step": {i}, "loss": {2.3 / (1 + i):.6f}, "lr": 0.001, "grad_norm": 1.5}}\n'


def mixed_json_lines(rows: int) -> Iterator[str]:
    for i in range(rows):
        if i % 10:
            yield f'{{"step": {i}, "train": {{"loss": {2.3 / (1 + i):.6f}}}}}\n'
        else:
            yield f'{{"step": {i}, "val": {{"loss": {2.4 / (1 + i):.6f}, "acc": 0.5}}}}\n'


def trainer_state(rows: int) -> Iterator[str]:
    yield '{"best_metric": null, "log_history": [\n'
    for i in range(rows):
        comma = "," if i + 1 < rows else ""
        yield f'{{"epoch": {i // 1000}, "loss": {2.3 / (1 + i):.5f}, "step": {i}}}{comma}\n'
    yield "]}\n"


def keras_json(rows: int) -> Iterator[str]:
    for name, first in (("loss", 2.3), ("val_loss", 2.4), ("accuracy", 0.1)):
        yield "{" if name == "loss" else ", "
        yield f'"{name}": [' + ", ".join(f"{first / (1 + i):.6f}" for i in range(rows)) + "]"
    yield "}\n"


def text_log(rows: int) -> Iterator[str]:
    for i in range(rows):
        yield (
            f"10:00:00 INFO Epoch [{i // 600}/2000] Step [{i % 600}/600] "
            f"Loss: {2.3 / (1 + i):.4f}\n"
        )


def tensorboard(rows: int) -> Iterator[bytes]:
    yield _frame(b"\x09" + struct.pack("<d", 1.7e9) + _part(3, b"brain.Event:2"))
    tag = _part(1, b"train/loss")
    for i in range(rows):
        value = tag + b"\x15" + struct.pack("<f", 2.3 / (1 + i))
        head = b"\x09" + struct.pack("<d", 1.7e9 + i) + b"\x10" + _varint(i)
        yield _frame(head + _part(5, _part(1, value)))


def _frame(event: bytes) -> bytes:
    """Without checksums, which few readers look at."""
    return struct.pack("<QI", len(event), 0) + event + struct.pack("<I", 0)


def _part(number: int, data: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(data)) + data


def _varint(value: int) -> bytes:
    out = b""
    while value > 127:
        out, value = out + bytes([value & 127 | 128]), value >> 7
    return out + bytes([value])


# Title -> the file's name, which other readers go by, and its content.
KINDS: dict[str, tuple[str, Callable[[int], Iterator[str] | Iterator[bytes]]]] = {
    "CSV, dense": ("history.csv", dense_csv),
    "CSV, sparse as Lightning writes": ("metrics.csv", sparse_csv),
    "JSONL": ("history.jsonl", json_lines),
    "JSONL, nested and mixed": ("history.jsonl", mixed_json_lines),
    "Hugging Face trainer_state.json": ("trainer_state.json", trainer_state),
    "JSON of lists, as Keras": ("history.json", keras_json),
    "TensorBoard": ("events.out.tfevents.1700000000.host", tensorboard),
    "text log": ("train.log", text_log),
}


def write(title: str, folder: Path, rows: int) -> Path:
    name, lines = KINDS[title]
    path = folder / name
    with path.open("wb") as file:
        file.writelines(x if isinstance(x, bytes) else x.encode() for x in lines(rows))
    return path
