"""What turns inputs into features: small architectures, layers in sequence."""

import torch
from torch import nn

from tests.clinic import images, sequences, vectors
from tests.clinic.activations import after, norm_of
from tests.clinic.layers import LastState, Mean, Pairs, Placed, Residual
from tests.clinic.recipe import Recipe
from tests.clinic.shape import WORDS, Body, Shape


def _mlp(recipe: Recipe, shape: Shape) -> Body:
    layers: list[nn.Module] = [nn.Flatten()] if len(shape) > 1 else []
    size = int(torch.tensor(shape).prod())
    for at in range(recipe.depth):
        layers += [nn.Linear(size, recipe.width), *after(recipe, nn.BatchNorm1d, at)]
        size = recipe.width
    return layers, size


def _cnn(recipe: Recipe, shape: Shape) -> Body:
    layers: list[nn.Module] = []
    size = shape[0]
    for at in range(recipe.depth):
        layers += [nn.Conv2d(size, recipe.width, 3, padding=1), *after(recipe, nn.BatchNorm2d, at)]
        size = recipe.width
    return [*layers, nn.AdaptiveMaxPool2d(2), nn.Flatten()], 4 * size


def _gru(recipe: Recipe, shape: Shape) -> Body:
    return [LastState(nn.GRU(shape[-1], recipe.width, batch_first=True))], recipe.width


def _transformer(recipe: Recipe, shape: Shape) -> Body:
    return _attentive(recipe, shape, norm_first=False)


def _prenorm(recipe: Recipe, shape: Shape) -> Body:
    return _attentive(recipe, shape, norm_first=True)


def _attentive(recipe: Recipe, shape: Shape, norm_first: bool):
    width, kind = recipe.width, "gelu" if norm_first else "relu"
    layer = nn.TransformerEncoderLayer(
        width, 2, 2 * width, recipe.dropout, kind, batch_first=True, norm_first=norm_first
    )
    body = nn.TransformerEncoder(layer, recipe.depth, enable_nested_tensor=False)
    return [Placed(WORDS, shape[0], width), body, Mean()], width


def _residual(recipe: Recipe, shape: Shape) -> Body:
    """Blocks that add to what is there, over LayerNorm or BatchNorm."""
    width, norm = recipe.width, nn.BatchNorm1d if recipe.batchnorm else nn.LayerNorm
    layers: list[nn.Module] = [nn.Linear(int(torch.tensor(shape).prod()), width)]
    for at in range(recipe.depth):
        inner = [norm_of(recipe, norm, width), nn.Linear(width, width)]
        layers.append(Residual(*inner, *after(recipe, None, at)))
    return layers, width


def _resnet(recipe: Recipe, shape: Shape) -> Body:
    width, start = recipe.width, nn.Conv2d(shape[0], recipe.width, 3, padding=1)
    layers: list[nn.Module] = [start, *after(recipe, nn.BatchNorm2d, 0)]
    for at in range(1, recipe.depth):
        inner = [nn.Conv2d(width, width, 3, padding=1), *after(recipe, nn.BatchNorm2d, at)]
        layers.append(Residual(*inner))
    return [*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten()], width


def _funnel(recipe: Recipe, shape: Shape) -> Body:
    """Layers that get narrower towards the head."""
    layers: list[nn.Module] = [nn.Flatten()] if len(shape) > 1 else []
    size = int(torch.tensor(shape).prod())
    for at in range(recipe.depth):
        width = max(recipe.width - at * recipe.width // (2 * recipe.depth), 2)
        layers += [nn.Linear(size, width), *after(recipe, nn.BatchNorm1d, at, width)]
        size = width
    return layers, size


def _lstm(recipe: Recipe, shape: Shape) -> Body:
    return [LastState(nn.LSTM(shape[-1], recipe.width, batch_first=True))], recipe.width


def _bag(recipe: Recipe, shape: Shape) -> Body:
    """What each two neighbouring words say together, averaged over the sentence."""
    width = recipe.width
    body = [nn.Embedding(WORDS, width), Pairs()]
    body += [nn.Linear(2 * width, width), *after(recipe, None, 0), Mean()]
    for at in range(1, recipe.depth):
        body += [nn.Linear(width, width), *after(recipe, nn.LayerNorm, at)]
    return body, width


BODIES = {
    "mlp": _mlp,
    "cnn": _cnn,
    "gru": _gru,
    "transformer": _transformer,
    "residual": _residual,
    "resnet": _resnet,
    "lstm": _lstm,
    "prenorm": _prenorm,
    "bag": _bag,
    "funnel": _funnel,
    **vectors.BODIES,
    **images.BODIES,
    **sequences.BODIES,
}
