"""What turns inputs into features: ten small architectures, layers in sequence."""

import torch
from torch import nn

from tests.clinic.layers import LastState, Mean, Pairs, Placed, Residual, Steep
from tests.clinic.recipe import Recipe

Shape = tuple[int, ...]
Body = tuple[list[nn.Module], int]  # the layers and how many features come out
WORDS = 32  # ids that an embedding knows

ACTIVATIONS = {
    "relu": nn.ReLU,
    "leaky_relu": nn.LeakyReLU,
    "tanh": nn.Tanh,
    "sigmoid": nn.Sigmoid,
    "gelu": nn.GELU,
    "silu": nn.SiLU,
    "none": nn.Identity,
    "steep_3": lambda: Steep(3.0),
    "steep_10": lambda: Steep(10.0),
    "steep_40": lambda: Steep(40.0),
}


def _mlp(recipe: Recipe, shape: Shape) -> Body:
    layers: list[nn.Module] = [nn.Flatten()] if len(shape) > 1 else []
    size = int(torch.tensor(shape).prod())
    for at in range(recipe.depth):
        layers += [nn.Linear(size, recipe.width), *_after(recipe, nn.BatchNorm1d, at)]
        size = recipe.width
    return layers, size


def _cnn(recipe: Recipe, shape: Shape) -> Body:
    layers: list[nn.Module] = []
    size = shape[0]
    for at in range(recipe.depth):
        layers += [nn.Conv2d(size, recipe.width, 3, padding=1), *_after(recipe, nn.BatchNorm2d, at)]
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
        inner = [_norm(recipe, norm, width), nn.Linear(width, width)]
        layers.append(Residual(*inner, *_after(recipe, None, at)))
    return layers, width


def _resnet(recipe: Recipe, shape: Shape) -> Body:
    width, start = recipe.width, nn.Conv2d(shape[0], recipe.width, 3, padding=1)
    layers: list[nn.Module] = [start, *_after(recipe, nn.BatchNorm2d, 0)]
    for at in range(1, recipe.depth):
        inner = [nn.Conv2d(width, width, 3, padding=1), *_after(recipe, nn.BatchNorm2d, at)]
        layers.append(Residual(*inner))
    return [*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten()], width


def _funnel(recipe: Recipe, shape: Shape) -> Body:
    """Layers that get narrower towards the head."""
    layers: list[nn.Module] = [nn.Flatten()] if len(shape) > 1 else []
    size = int(torch.tensor(shape).prod())
    for at in range(recipe.depth):
        width = max(recipe.width - at * recipe.width // (2 * recipe.depth), 2)
        layers += [nn.Linear(size, width), *_after(recipe, nn.BatchNorm1d, at, width)]
        size = width
    return layers, size


def _lstm(recipe: Recipe, shape: Shape) -> Body:
    return [LastState(nn.LSTM(shape[-1], recipe.width, batch_first=True))], recipe.width


def _bag(recipe: Recipe, shape: Shape) -> Body:
    """What each two neighbouring words say together, averaged over the sentence."""
    width = recipe.width
    body = [nn.Embedding(WORDS, width), Pairs()]
    body += [nn.Linear(2 * width, width), *_after(recipe, None, 0), Mean()]
    for at in range(1, recipe.depth):
        body += [nn.Linear(width, width), *_after(recipe, nn.LayerNorm, at)]
    return body, width


def _after(recipe: Recipe, norm, at: int, width: int | None = None) -> list[nn.Module]:
    layers = [_norm(recipe, norm, width or recipe.width)] if recipe.batchnorm and norm else []
    if at < recipe.depth - recipe.linear_layers:
        layers.append(ACTIVATIONS[recipe.activation]())
    return [*layers, nn.Dropout(recipe.dropout)] if recipe.dropout else layers


def _norm(recipe: Recipe, norm, width: int) -> nn.Module:
    if recipe.groupnorm:
        return nn.GroupNorm(1, width)
    return norm(width) if norm is nn.LayerNorm else norm(width, momentum=recipe.batchnorm_momentum)


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
}
