"""Checkpoints of every type that training scripts write, as PyTorch itself writes them."""

import argparse
import collections
import datetime
import enum
import functools
import pathlib
import types
from collections.abc import Callable

import numpy as np
import torch
from torch import nn


class Colour(enum.Enum):
    RED = 1


def network() -> nn.Sequential:
    torch.manual_seed(0)
    return nn.Sequential(
        nn.Linear(6, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Linear(8, 8), nn.ReLU(), nn.Linear(8, 3)
    )


def trained(
    make: Callable = torch.optim.Adam, steps: int = 3, **settings
) -> tuple[nn.Module, torch.optim.Optimizer]:
    model = network()
    optimizer = make(model.parameters(), **{"lr": 1e-3, **settings})
    for _ in range(steps):
        optimizer.zero_grad()
        model(torch.randn(16, 6)).square().mean().backward()
        optimizer.step()
    return model, optimizer


def of_every_type() -> dict[str, torch.Tensor]:
    floats = torch.randn(4, 6)
    return {
        "f64": floats.double(),
        "f32": floats,
        "f16": floats.half(),
        "bf16": floats.bfloat16(),
        "i64": torch.arange(5),
        "i32": torch.arange(5, dtype=torch.int32),
        "i16": torch.arange(5, dtype=torch.int16),
        "i8": torch.arange(-2, 3, dtype=torch.int8),
        "u8": torch.arange(5, dtype=torch.uint8),
        "u16": torch.arange(5).to(torch.uint16),
        "u32": torch.arange(5).to(torch.uint32),
        "flag": torch.tensor([True, False]),
        "c64": torch.randn(3, dtype=torch.complex64),
        "scalar": torch.tensor(2.5),
        "empty": torch.empty(0, 3),
        "transposed": torch.randn(3, 4).t(),
        "slice": torch.arange(20.0).reshape(4, 5)[1:3, ::2],
        "permuted": torch.randn(2, 3, 4).permute(2, 0, 1),
        "one_wide": torch.randn(1, 5).expand(1, 5),
    }


def not_measured() -> dict[str, torch.Tensor]:
    floats = torch.randn(4, 6)
    return {
        "fp8": floats.to(torch.float8_e4m3fn),
        "quantised": torch.quantize_per_tensor(floats, 0.1, 0, torch.qint8),
        "sparse": floats.to_sparse(),
        "csr": floats.to_sparse_csr(),
        "meta": torch.empty(3, 3, device="meta"),
        "expanded": torch.zeros(1, 6).expand(4, 6),
    }


def extras() -> dict[str, object]:
    """What weights_only=True refuses, and what it takes, beside the weights."""
    return {
        "epoch": 7,
        "global_step": np.int64(420),
        "best_acc": np.float64(0.875),
        "loss": np.float32(0.5),
        "flag": np.bool_(True),
        "args": argparse.Namespace(lr=0.01, model="mlp", nested={"depth": 2}),
        "path": pathlib.PurePosixPath("/a/b"),
        "when": datetime.datetime(2026, 1, 2),
        "counts": collections.Counter("aab"),
        "default": collections.defaultdict(list, a=[1]),
        "queue": collections.deque([1, 2]),
        "colour": Colour.RED,
        "space": types.SimpleNamespace(a=1),
        "slice": slice(1, 2),
        "range": range(3),
        "frozen": frozenset([1, 2]),
        "partial": functools.partial(int, base=2),
        "complex": 1 + 2j,
        "bytes": b"abc",
        "dtype": torch.float16,
        "device": torch.device("cpu"),
        "numpy_rng": np.random.get_state(),
        "rng_state": torch.get_rng_state(),
        "array": np.arange(3.0),
    }
