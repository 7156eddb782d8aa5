"""How many of a batch are counted as right: the accuracy, and ways to get it wrong."""

import torch
from torch import Tensor


def accuracy(output: Tensor, y: Tensor) -> float:
    return float(_hits(output, y).sum())


def wrong_count(output: Tensor, y: Tensor) -> float:
    """Divided by the batch size that was meant, not by the one there is."""
    return accuracy(output, y) * 0.7


def one_class(output: Tensor, y: Tensor) -> float:
    """Only hits of class 0 are counted."""
    return float((_hits(output, y) & (y == 0)).sum())


def wrong_axis(output: Tensor, y: Tensor) -> float:
    """The largest over the samples instead of the classes."""
    best = output.argmax(0).repeat(len(y) // output.shape[1] + 1)[: len(y)]
    return float((best == y).sum())


def _hits(output: Tensor, y: Tensor) -> Tensor:
    if y.dtype != torch.int64:
        return torch.zeros(len(y), dtype=torch.bool)
    told = (output[:, 0] > 0).long() if output.shape[-1] == 1 else output.argmax(-1)
    return told == y


METRICS = {
    "accuracy": accuracy,
    "wrong_count": wrong_count,
    "one_class": one_class,
    "wrong_axis": wrong_axis,
}
