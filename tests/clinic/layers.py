"""Layers of the clinic that a library does not have: right ones and wrong ones."""

import torch
from torch import Tensor, nn


class Root(nn.Module):
    """An absolute value as the root of a square: no slope where an input is exactly zero."""

    def __init__(self, eps: float = 0.0) -> None:
        super().__init__()
        self.eps = eps
        self.scale = nn.Parameter(torch.ones(1))

    def forward(self, x: Tensor) -> Tensor:
        squares = (x * self.scale) ** 2
        return torch.sqrt(squares + self.eps if self.eps else squares)


class UnitNorm(nn.Module):
    """Every sample divided by its own size, which may be zero."""

    def __init__(self, eps: float = 0.0) -> None:
        super().__init__()
        self.eps = eps
        self.scale = nn.Parameter(torch.ones(1) * 4)

    def forward(self, x: Tensor) -> Tensor:
        size = x.flatten(1).abs().mean(1).view(-1, *(1,) * (x.dim() - 1))
        return self.scale * x / (size + self.eps if self.eps else size)


class Cut(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x.detach()


class Mixed(nn.Module):
    """A reshape where a transpose was meant: the first features go to other samples."""

    def __init__(self, count: int):
        super().__init__()
        self.count = count

    def forward(self, x: Tensor) -> Tensor:
        first = x[:, : self.count].reshape(self.count, -1).t()
        return torch.cat([first, x[:, self.count :]], 1)


class Flipped(nn.Module):
    """The identity with a hand-written backward: the first features get the wrong sign."""

    def __init__(self, count: int, width: int):
        super().__init__()
        self.register_buffer("sign", torch.where(torch.arange(width) < count, -1.0, 1.0))

    def forward(self, x: Tensor) -> Tensor:
        seen = x * self.sign
        return x.detach() + seen - seen.detach()


class Gain(nn.Module):
    def __init__(self, gain: float):
        super().__init__()
        self.gain = gain

    def forward(self, x: Tensor) -> Tensor:
        return x * self.gain


class Steep(nn.Module):
    """A tanh that is flat nearly everywhere."""

    def __init__(self, slope: float):
        super().__init__()
        self.slope = slope

    def forward(self, x: Tensor) -> Tensor:
        return torch.tanh(x * self.slope)


class Residual(nn.Module):
    """x + f(x), with the normalisation first."""

    def __init__(self, *layers: nn.Module):
        super().__init__()
        self.inner = nn.Sequential(*layers)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.inner(x)


class LastState(nn.Module):
    """A recurrent net's output at the end of the sequence."""

    def __init__(self, cell: nn.Module):
        super().__init__()
        self.cell = cell

    def forward(self, x: Tensor) -> Tensor:
        return self.cell(x)[0][:, -1]


class Placed(nn.Module):
    """Ids as vectors with their place added."""

    def __init__(self, tokens: int, length: int, width: int):
        super().__init__()
        self.embedding = nn.Embedding(tokens, width)
        self.place = nn.Parameter(torch.randn(length, width) * 0.02)

    def forward(self, x: Tensor) -> Tensor:
        return self.embedding(x) + self.place


class Mean(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x.mean(1)


class Pairs(nn.Module):
    """Each two neighbours side by side: (N, 10, W) to (N, 5, 2 W)."""

    def forward(self, x: Tensor) -> Tensor:
        return x.reshape(x.shape[0], x.shape[1] // 2, 2 * x.shape[2])


class Turned(nn.Module):
    """(N, A, B) to (N, B, A)."""

    def forward(self, x: Tensor) -> Tensor:
        return x.transpose(1, 2)


class States(nn.Module):
    """A recurrent net's output at every step."""

    def __init__(self, cell: nn.Module):
        super().__init__()
        self.cell = cell

    def forward(self, x: Tensor) -> Tensor:
        return self.cell(x)[0]
