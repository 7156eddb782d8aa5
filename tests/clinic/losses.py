"""The losses of the clinic, a right one and wrong ones."""

import torch
from torch import Tensor
from torch.nn import functional


def cross_entropy(output: Tensor, target: Tensor) -> Tensor:
    return functional.cross_entropy(output, target)


def mse(output: Tensor, target: Tensor) -> Tensor:
    if target.dtype == torch.int64:
        target = functional.one_hot(target, output.shape[-1]).float()
    return functional.mse_loss(output, target)


def mse_broadcast(output: Tensor, target: Tensor) -> Tensor:
    """(N, 1) against (N,): every output is compared with every target."""
    return ((output - target.squeeze(-1)) ** 2).mean()


def log_of_probabilities(output: Tensor, target: Tensor) -> Tensor:
    """Logarithm of a probability that underflows to zero."""
    one_hot = functional.one_hot(target, output.shape[-1])
    chances = torch.softmax(output, -1)
    return -(one_hot * torch.log(chances)).sum(-1).mean()


LOSSES = {
    "cross_entropy": cross_entropy,
    "mse": mse,
    "mse_broadcast": mse_broadcast,
    "log_of_probabilities": log_of_probabilities,
}
