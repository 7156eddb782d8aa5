"""The losses of the clinic, right ones and wrong ones."""

from collections.abc import Callable
from functools import partial

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from tests.clinic.recipe import Recipe

Loss = Callable[[Tensor, Tensor], Tensor]


def binary(output: Tensor, target: Tensor) -> Tensor:
    """One output for two classes."""
    return functional.binary_cross_entropy_with_logits(output[:, 0], target.float())


def mse(output: Tensor, target: Tensor) -> Tensor:
    return functional.mse_loss(output, _as_numbers(output, target))


def l1(output: Tensor, target: Tensor) -> Tensor:
    return functional.l1_loss(output, _as_numbers(output, target))


def mse_of_ids(output: Tensor, target: Tensor) -> Tensor:
    """Class ids taken for quantities."""
    return functional.mse_loss(output, target.float()[:, None].expand_as(output))


def mse_broadcast(output: Tensor, target: Tensor) -> Tensor:
    """(N, 1) against (N,): every output is compared with every target."""
    return ((output - target.squeeze(-1)) ** 2).mean()


def own_softmax(output: Tensor, target: Tensor) -> Tensor:
    """Written by hand: exp overflows where outputs are large."""
    powers = torch.exp(output)
    chances = powers / powers.sum(-1, keepdim=True)
    return -torch.log(chances.gather(1, target[:, None]) + 1e-12).mean()


def limited_softmax(output: Tensor, target: Tensor) -> Tensor:
    """The same with the exponents limited."""
    return own_softmax(output - output.max(-1, keepdim=True).values, target)


def log_of_probabilities(output: Tensor, target: Tensor) -> Tensor:
    """Logarithm of a probability that underflows to zero."""
    one_hot = functional.one_hot(target, output.shape[-1])
    chances = torch.softmax(output, -1)
    return -(one_hot * torch.log(chances)).sum(-1).mean()


def masked(output: Tensor, target: Tensor) -> Tensor:
    """A mask that was meant for padding hides the classes of the first half."""
    counted = (target >= (output.shape[-1] + 1) // 2).float()
    each = functional.cross_entropy(output, target, reduction="none")
    return (each * counted).sum() / counted.sum().clamp(min=1)


def wrong_axis(output: Tensor, target: Tensor) -> Tensor:
    """A softmax over the samples of the batch instead of the classes."""
    chances = torch.log_softmax(output, 0)
    return -chances.gather(1, target[:, None]).mean()


def sign_flipped(output: Tensor, target: Tensor) -> Tensor:
    return torch.log_softmax(output, -1).gather(1, target[:, None]).mean()


def _as_numbers(output: Tensor, target: Tensor) -> Tensor:
    if target.dtype == torch.int64:
        return functional.one_hot(target, output.shape[-1]).float()
    return target


def objective(recipe: Recipe, labels: np.ndarray, classes: int) -> Loss:
    """What the loop minimises: the loss with its weights and its second term."""
    loss = LOSSES[recipe.loss]
    if recipe.reweighted:
        counts = np.bincount(labels, minlength=classes)
        weight = torch.from_numpy((len(labels) / len(counts) / counts.clip(1)).astype(np.float32))
        loss = partial(functional.cross_entropy, weight=weight)
    return lambda output, y: with_second_term(loss(output, y), output, recipe.second_term)


def with_second_term(loss: Tensor, output: Tensor, weight: float) -> Tensor:
    return loss + weight * (output**2).mean() if weight else loss


LOSSES = {
    "cross_entropy": functional.cross_entropy,
    "nll": functional.nll_loss,
    "binary": binary,
    "mse": mse,
    "l1": l1,
    "mse_of_ids": mse_of_ids,
    "mse_broadcast": mse_broadcast,
    "own_softmax": own_softmax,
    "limited_softmax": limited_softmax,
    "log_of_probabilities": log_of_probabilities,
    "masked": masked,
    "wrong_axis": wrong_axis,
    "sign_flipped": sign_flipped,
}
