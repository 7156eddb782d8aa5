"""How the person trains, as far as it is known: the control of every experiment."""

from collections.abc import Iterable
from dataclasses import dataclass

import torch
from torch import Tensor

from probes.checkpoint import Checkpoint

# What people use where they say nothing (defaults of torch, and 0.1 is rarely a good SGD rate).
USUAL_RATE = {"adam": 1e-3, "adamw": 1e-3, "rmsprop": 1e-3, "adagrad": 1e-2, "sgd": 1e-2}


@dataclass(frozen=True)
class Setting:
    """`warmup` counts steps; `known` is False where the optimizer is a guess."""

    optimizer: str = "adam"
    rate: float = 1e-3
    momentum: float = 0.0
    betas: tuple[float, float] = (0.9, 0.999)
    epsilon: float = 1e-8
    weight_decay: float = 0.0
    clip: float | None = None
    warmup: int = 0
    known: bool = False

    def make(self, parameters: Iterable[Tensor]) -> torch.optim.Optimizer:
        given = list(parameters)
        if self.optimizer == "sgd":
            return torch.optim.SGD(
                given, self.rate, momentum=self.momentum, weight_decay=self.weight_decay
            )
        if self.optimizer in ("rmsprop", "adagrad"):
            kind = {"rmsprop": torch.optim.RMSprop, "adagrad": torch.optim.Adagrad}[self.optimizer]
            return kind(given, self.rate, eps=self.epsilon, weight_decay=self.weight_decay)
        kind = torch.optim.AdamW if self.optimizer == "adamw" else torch.optim.Adam
        return kind(
            given, self.rate, betas=self.betas, eps=self.epsilon, weight_decay=self.weight_decay
        )

    def rate_at(self, step: int) -> float:
        return self.rate * min(1.0, (step + 1) / self.warmup) if self.warmup else self.rate


def setting_of(
    checkpoint: Checkpoint | None, rate: float | None = None, optimizer: str | None = None
) -> Setting:
    """From the optimizer's stored groups; what the person says counts more."""
    state = checkpoint.optimizer if checkpoint is not None else None
    kind = optimizer or (state.kind if state is not None else None)
    if kind == "sgd_momentum":
        kind = "sgd"
    if kind not in USUAL_RATE:
        kind = "adam"
    told = state.setting if state is not None else (lambda _name: None)
    found = rate or told("initial_lr") or told("lr")
    group = state.groups[0] if state is not None and state.groups else {}
    betas = group.get("betas")
    pair = (
        tuple(map(float, betas)) if isinstance(betas, (list, tuple)) and len(betas) == 2 else None
    )
    momentum = told("momentum")
    if momentum is None:
        momentum = 0.9 if optimizer == "sgd_momentum" else 0.0
    return Setting(
        kind, float(found or USUAL_RATE[kind]), float(momentum), pair or (0.9, 0.999),
        float(told("eps") or 1e-8), float(told("weight_decay") or 0.0), known=found is not None,
    )  # fmt: skip
