"""What a body is given and gives: the shape of a sample, layers, and the features behind them."""

import torch
from torch import nn

Shape = tuple[int, ...]
Body = tuple[list[nn.Module], int]  # the layers and how many features come out
WORDS = 32  # ids that an embedding knows


def flat(shape: Shape) -> tuple[list[nn.Module], int]:
    """What makes a vector of a sample, and its length."""
    return [nn.Flatten()] if len(shape) > 1 else [], int(torch.tensor(shape).prod())
