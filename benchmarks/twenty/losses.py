"""The losses that the models are trained with."""

import torch
from torch import Tensor
from torch.nn import functional


def cross_entropy(output: Tensor, y: Tensor) -> Tensor:
    return functional.cross_entropy(output, y)


def yes_or_no(output: Tensor, y: Tensor) -> Tensor:
    return functional.binary_cross_entropy_with_logits(output[:, 0], y.float())


def own_log(output: Tensor, y: Tensor) -> Tensor:
    """The logarithm of a softmax that underflows."""
    chances = torch.softmax(20.0 * output, -1)
    one_hot = functional.one_hot(y, output.shape[-1])
    return -(one_hot * torch.log(chances)).sum(-1).mean()


def own_log_kept_away(output: Tensor, y: Tensor) -> Tensor:
    chances = torch.softmax(20.0 * output, -1).clamp_min(1e-7)
    one_hot = functional.one_hot(y, output.shape[-1])
    return -(one_hot * torch.log(chances)).sum(-1).mean()
