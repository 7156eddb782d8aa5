"""Bodies for vectors: dense layers that are normalised, gated, or products of two thin ones."""

from torch import Tensor, nn

from tests.clinic.activations import after, norm_of
from tests.clinic.recipe import Recipe
from tests.clinic.shape import Body, Shape, flat


class Gated(nn.Module):
    """What one dense layer says passes as far as the activation of another lets it."""

    def __init__(self, size: int, width: int, *gate: nn.Module):
        super().__init__()
        self.value, self.gate = nn.Linear(size, width), nn.Linear(size, width)
        self.opened = nn.Sequential(*gate)

    def forward(self, x: Tensor) -> Tensor:
        return self.value(x) * self.opened(self.gate(x))


def _normed(recipe: Recipe, shape: Shape) -> Body:
    """LayerNorm, or BatchNorm, between each dense layer and its activation."""
    layers, size = flat(shape)
    norm = nn.BatchNorm1d if recipe.batchnorm else nn.LayerNorm
    for at in range(recipe.depth):
        layers += [nn.Linear(size, recipe.width), norm_of(recipe, norm, recipe.width)]
        layers += after(recipe, None, at)
        size = recipe.width
    return layers, size


def _gated(recipe: Recipe, shape: Shape) -> Body:
    layers, size = flat(shape)
    for at in range(recipe.depth):
        layers.append(Gated(size, recipe.width, *after(recipe, nn.BatchNorm1d, at)))
        size = recipe.width
    return layers, size


def _lowrank(recipe: Recipe, shape: Shape) -> Body:
    layers, size = flat(shape)
    rank = max(recipe.width // 2, 1)
    for at in range(recipe.depth):
        layers += [nn.Linear(size, rank), nn.Linear(rank, recipe.width)]
        layers += after(recipe, nn.BatchNorm1d, at)
        size = recipe.width
    return layers, size


BODIES = {"normed": _normed, "gated": _gated, "lowrank": _lowrank}
