"""Three simple learners in torch, tried by cross-validation: linear, by nearest neighbours, and
linear on random waves, which sees what is not linear."""

from collections.abc import Callable, Iterator

import torch
from torch import Tensor

FOLDS = 5
_STEPS = 40
_PENALTY = 1e-3
_NEIGHBOURS = 10
_WAVES = 256
_SEED = 11

Fit = Callable[[Tensor, Tensor, Tensor], Tensor]


def folds(samples: int) -> Iterator[tuple[Tensor, Tensor]]:
    """(training places, held-out places), at random."""
    order = torch.randperm(samples, generator=torch.Generator().manual_seed(_SEED))
    for fold in range(FOLDS):
        held_out = torch.zeros(samples, dtype=torch.bool)
        held_out[order[fold::FOLDS]] = True
        yield (~held_out).nonzero()[:, 0], held_out.nonzero()[:, 0]


def held_out(fit: Fit, x: Tensor, y: Tensor) -> Tensor:
    """What `fit` predicts of each sample from the others; y is (samples, outputs)."""
    told = torch.zeros_like(y)
    for seen, unseen in folds(len(x)):
        told[unseen] = fit(x[seen], y[seen], x[unseen])
    return told


def logistic(x: Tensor, y: Tensor, new: Tensor) -> Tensor:
    """Class probabilities; y is one-hot. Full-batch L-BFGS with a small L2 penalty.

    The gradient is written out, X^T (p - y) / n + 2 c W: for matrices of this size autograd would
    take longer than the arithmetic.
    """
    x, new = _with_one(x), _with_one(new)
    weights = torch.zeros(x.shape[1], y.shape[1], dtype=x.dtype)
    optimizer = torch.optim.LBFGS([weights], max_iter=_STEPS, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        log = torch.log_softmax(x @ weights, dim=1)
        weights.grad = (x.T @ (log.exp() - y)) / len(x) + 2 * _PENALTY * weights
        return _PENALTY * weights.square().sum() - (y * log).sum() / len(x)

    optimizer.step(loss)
    return torch.softmax(new @ weights, dim=1)


def ridge(x: Tensor, y: Tensor, new: Tensor) -> Tensor:
    x, new = _with_one(x), _with_one(new)
    penalty = torch.eye(x.shape[1], dtype=x.dtype) * len(x) * 0.1
    penalty[-1, -1] = 1e-6
    return new @ torch.linalg.solve(x.T @ x + penalty, x.T @ y)


def waves(x: Tensor, y: Tensor, new: Tensor) -> Tensor:
    """Ridge on random Fourier features (Rahimi and Recht, NIPS 2007)."""
    generator = torch.Generator().manual_seed(_SEED)
    width = _typical_distance(x)
    directions = torch.randn(x.shape[1], _WAVES, generator=generator, dtype=x.dtype) / width
    shift = torch.rand(_WAVES, generator=generator, dtype=x.dtype) * 2 * torch.pi
    return ridge(torch.cos(x @ directions + shift), y, torch.cos(new @ directions + shift))


def neighbours(x: Tensor, y: Tensor, new: Tensor) -> Tensor:
    near = torch.cdist(new, x).topk(min(_NEIGHBOURS, len(x)), largest=False).indices
    return y[near].mean(dim=1)


def _with_one(x: Tensor) -> Tensor:
    return torch.cat([x, torch.ones(len(x), 1, dtype=x.dtype)], dim=1)


def _typical_distance(x: Tensor) -> float:
    part = x[:200]
    return 0.5 * float(torch.cdist(part, part).median().clamp_min(1e-6))
