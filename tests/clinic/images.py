"""Bodies for images: convolutions with pooling, separable ones, and two that read patches."""

import torch
from torch import Tensor, nn

from tests.clinic.activations import ACTIVATIONS, after, norm_of
from tests.clinic.layers import Mean, Residual, Turned
from tests.clinic.recipe import Recipe
from tests.clinic.shape import Body, Shape

PATCH = 3
SMALLEST = 4  # side of an image that is pooled once more


class Patches(nn.Module):
    """An image (N, C, H, W) as vectors of its patches, each with its place added."""

    def __init__(self, shape: Shape, width: int):
        super().__init__()
        self.place = nn.Parameter(torch.randn(_patches(shape), width) * 0.02)
        self.reading = nn.Conv2d(shape[0], width, PATCH, stride=PATCH)

    def forward(self, x: Tensor) -> Tensor:
        return self.reading(x).flatten(2).transpose(1, 2) + self.place


def _patches(shape: Shape) -> int:
    return (shape[1] // PATCH) * (shape[2] // PATCH)


def _vgg(recipe: Recipe, shape: Shape) -> Body:
    """Two convolutions and a pooling, again and again."""
    layers: list[nn.Module] = []
    size, side = shape[0], shape[1]
    for at in range(recipe.depth):
        layers += [nn.Conv2d(size, recipe.width, 3, padding=1), *after(recipe, nn.BatchNorm2d, at)]
        size = recipe.width
        if at % 2 and side >= SMALLEST:
            layers.append(nn.MaxPool2d(2))
            side //= 2
    return [*layers, nn.AdaptiveAvgPool2d(2), nn.Flatten()], 4 * size


def _separable(recipe: Recipe, shape: Shape) -> Body:
    """Blocks of a wide convolution of each channel alone and two of all channels at each place."""
    width, norm = recipe.width, nn.BatchNorm2d
    layers: list[nn.Module] = [nn.Conv2d(shape[0], width, 2, stride=2)]
    for at in range(recipe.depth):
        alone = nn.Conv2d(width, width, 5, padding=2, groups=width)
        normed = norm_of(recipe, norm, width) if recipe.batchnorm else nn.GroupNorm(1, width)
        inner = [nn.Conv2d(width, 2 * width, 1), *after(recipe, None, at)]
        layers.append(Residual(alone, normed, *inner, nn.Conv2d(2 * width, width, 1)))
    return [*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten()], width


def _vit(recipe: Recipe, shape: Shape) -> Body:
    width, act = recipe.width, ACTIVATIONS[recipe.activation]()
    layer = nn.TransformerEncoderLayer(
        width, 2, 2 * width, recipe.dropout, act, batch_first=True, norm_first=True
    )
    last = nn.LayerNorm(width)
    body = nn.TransformerEncoder(layer, recipe.depth, last, enable_nested_tensor=False)
    return [Patches(shape, width), body, Mean()], width


def _mixer(recipe: Recipe, shape: Shape) -> Body:
    """Dense layers over the patches and over the features, in turn."""
    width, count = recipe.width, _patches(shape)
    layers: list[nn.Module] = [Patches(shape, width)]
    for at in range(recipe.depth):
        over = [nn.Linear(count, width), *after(recipe, None, at), nn.Linear(width, count)]
        layers.append(Residual(nn.LayerNorm(width), Turned(), *over, Turned()))
        inner = [nn.Linear(width, width), *after(recipe, None, at), nn.Linear(width, width)]
        layers.append(Residual(nn.LayerNorm(width), *inner))
    return [*layers, nn.LayerNorm(width), Mean()], width


BODIES = {"vgg": _vgg, "separable": _separable, "vit": _vit, "mixer": _mixer}
