"""The losses that the models are trained with. An export keeps the lines of `forward` only."""

import torch
from torch import Tensor, nn
from torch.nn import functional


def cross_entropy(output: Tensor, y: Tensor) -> Tensor:
    return functional.cross_entropy(output, y)


def yes_or_no(output: Tensor, y: Tensor) -> Tensor:
    return functional.binary_cross_entropy_with_logits(output[:, 0], y.float())


class OwnLog(nn.Module):
    """A cross-entropy by hand: the logarithm of a softmax, which underflows where sharp."""

    def __init__(self, least: float = 0.0) -> None:
        super().__init__()
        self.least = least

    def forward(self, output: Tensor, y: Tensor) -> Tensor:
        chances = torch.softmax(20.0 * output, -1).clamp_min(self.least)
        logarithm = torch.log(chances)
        return -(functional.one_hot(y, output.shape[-1]) * logarithm).sum(-1).mean()
