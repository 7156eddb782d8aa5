"""Small networks: what turns inputs into features, and a head; layers in sequence."""

import torch
from torch import nn

from tests.clinic.bodies import BODIES
from tests.clinic.layers import Cut, Flipped, Gain, Mixed, Root, UnitNorm
from tests.clinic.recipe import Recipe
from tests.clinic.shape import Shape

EPS = 1e-8  # inside a root or beside a denominator


def network(recipe: Recipe, shape: Shape, outputs: int) -> nn.Module:
    torch.manual_seed(recipe.seed)
    body, width = BODIES[recipe.network](recipe, shape)
    last = nn.Linear(recipe.bottleneck or width, outputs)
    model = nn.Sequential(*_front(recipe), *body, *_end(recipe, width), last, *_head(recipe))
    _initialise(model, recipe)
    for layer in leading(model, recipe.frozen):
        layer.requires_grad_(False)
    return model


def leading(model: nn.Module, count: int) -> list[nn.Module]:
    """The first layers that have weights; -1: all but the last."""
    return [m for m in model.modules() if next(m.parameters(recurse=False), None) is not None][
        :count
    ]


def _front(recipe: Recipe) -> list[nn.Module]:
    safe = recipe.front.startswith("safe_")
    kind = recipe.front.removeprefix("safe_")
    return [] if kind == "none" else [{"root": Root, "unit_norm": UnitNorm}[kind](EPS * safe)]


def _end(recipe: Recipe, width: int) -> list[nn.Module]:
    layers: list[nn.Module] = [Cut()] if recipe.detached else []
    layers += [Mixed(round(recipe.mixed * width))] if recipe.mixed else []
    flipped = round(recipe.backward_flipped * width)
    layers += [Flipped(flipped, width)] if flipped else []
    return [*layers, nn.Linear(width, recipe.bottleneck)] if recipe.bottleneck else layers


HEADS = {
    "softmax": lambda: nn.Softmax(-1),
    "log_softmax": lambda: nn.LogSoftmax(-1),
    "sigmoid": nn.Sigmoid,
    "relu": nn.ReLU,
    "tanh": nn.Tanh,
}


def _head(recipe: Recipe) -> list[nn.Module]:
    layers: list[nn.Module] = [Gain(recipe.logit_gain)] if recipe.logit_gain != 1.0 else []
    return layers if recipe.head == "none" else [*layers, HEADS[recipe.head]()]


def _initialise(model: nn.Module, recipe: Recipe) -> None:
    kinds = nn.Linear | nn.Conv1d | nn.Conv2d
    weighted = [m for m in model.modules() if isinstance(m, kinds)]
    with torch.no_grad():
        for at, layer in enumerate(weighted):
            _fill(layer, recipe, at)
            if recipe.bias is not None and layer is not weighted[-1]:
                layer.bias.fill_(recipe.bias)


def _fill(layer: nn.Module, recipe: Recipe, at: int) -> None:
    if recipe.init_gain != 1.0:
        layer.weight.mul_(recipe.init_gain)
    if recipe.init == "default" or (recipe.init == "constant_first" and at):
        return
    layer.weight.fill_(0.0 if recipe.init == "zeros" else 0.05)
    layer.bias.zero_()
