"""Bodies for sequences of values or of ids: dilated convolutions, both directions, n-grams."""

import torch
from torch import Tensor, nn

from tests.clinic.activations import after
from tests.clinic.layers import Mean, Residual, States, Turned
from tests.clinic.recipe import Recipe
from tests.clinic.shape import WORDS, Body, Shape

GRAMS = (2, 3, 4)
FARTHEST = 8  # steps between the taps of a dilated convolution


class Grams(nn.Module):
    """The strongest answer of each filter over two, three and four neighbours."""

    def __init__(self, width: int):
        super().__init__()
        self.filters = nn.ModuleList(nn.Conv1d(width, width, size) for size in GRAMS)

    def forward(self, x: Tensor) -> Tensor:
        x = x.transpose(1, 2)
        return torch.cat([some(x).amax(-1) for some in self.filters], 1)


def _temporal(recipe: Recipe, shape: Shape) -> Body:
    width = recipe.width
    layers: list[nn.Module] = [Turned(), nn.Conv1d(shape[-1], width, 3, padding=1)]
    layers += after(recipe, nn.BatchNorm1d, 0)
    for at in range(1, recipe.depth):
        gap = min(2**at, FARTHEST)
        inner = [nn.Conv1d(width, width, 3, padding=gap, dilation=gap)]
        layers.append(Residual(*inner, *after(recipe, nn.BatchNorm1d, at)))
    return [*layers, nn.AdaptiveAvgPool1d(1), nn.Flatten()], width


def _bigru(recipe: Recipe, shape: Shape) -> Body:
    """Read in both directions, averaged over the sequence."""
    ids, width = len(shape) == 1, recipe.width
    size = width if ids else shape[-1]
    layers: list[nn.Module] = [nn.Embedding(WORDS, width)] if ids else []
    layers.append(States(nn.GRU(size, width, batch_first=True, bidirectional=True)))
    return [*layers, Mean()], 2 * width


def _textcnn(recipe: Recipe, shape: Shape) -> Body:
    width, size = recipe.width, len(GRAMS) * recipe.width
    layers = [nn.Embedding(WORDS, width), Grams(width)]
    layers += after(recipe, nn.BatchNorm1d, 0, size)
    for at in range(1, recipe.depth):
        layers += [nn.Linear(size, width), *after(recipe, nn.BatchNorm1d, at)]
        size = width
    return layers, size


BODIES = {"temporal": _temporal, "bigru": _bigru, "textcnn": _textcnn}
