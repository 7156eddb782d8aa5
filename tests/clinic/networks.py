"""Small networks: layers in sequence where a plain chain will do."""

import torch
from torch import Tensor, nn

from tests.clinic.recipe import Recipe

ACTIVATIONS = {
    "relu": nn.ReLU,
    "tanh": nn.Tanh,
    "sigmoid": nn.Sigmoid,
    "gelu": nn.GELU,
    "none": nn.Identity,
}


class Root(nn.Module):
    """An absolute value as the root of a square: no slope where an input is exactly zero."""

    def __init__(self) -> None:
        super().__init__()
        self.scale = nn.Parameter(torch.ones(1))

    def forward(self, x: Tensor) -> Tensor:
        return torch.sqrt((x * self.scale) ** 2)


class Cut(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x.detach()


class Recurrent(nn.Module):
    def __init__(self, recipe: Recipe, outputs: int):
        super().__init__()
        self.gru = nn.GRU(1, recipe.width, batch_first=True)
        self.head = nn.Linear(recipe.width, outputs)

    def forward(self, x: Tensor) -> Tensor:
        return self.head(self.gru(x)[0][:, -1])


class Attentive(nn.Module):
    def __init__(self, recipe: Recipe, outputs: int, tokens: int = 5, length: int = 12):
        super().__init__()
        self.embedding = nn.Embedding(tokens, recipe.width)
        self.place = nn.Parameter(torch.randn(length, recipe.width) * 0.02)
        self.body = nn.TransformerEncoder(
            nn.TransformerEncoderLayer(
                recipe.width, 2, 2 * recipe.width, dropout=recipe.dropout, batch_first=True
            ),
            recipe.depth,
            enable_nested_tensor=False,
        )
        self.head = nn.Linear(recipe.width, outputs)

    def forward(self, x: Tensor) -> Tensor:
        return self.head(self.body(self.embedding(x) + self.place).mean(1))


def network(recipe: Recipe, shape: tuple[int, ...], outputs: int) -> nn.Module:
    torch.manual_seed(recipe.seed)
    model = BUILDERS[recipe.network](recipe, shape, outputs)
    _initialise(model, recipe)
    for name, parameter in model.named_parameters():
        if name.startswith(recipe.frozen) and recipe.frozen:
            parameter.requires_grad_(False)
    return model


def _mlp(recipe: Recipe, shape: tuple[int, ...], outputs: int) -> nn.Module:
    layers: list[nn.Module] = [nn.Flatten()] if len(shape) > 1 else []
    layers += [Root()] if recipe.root_of_zero else []
    size = int(torch.tensor(shape).prod())
    for _ in range(recipe.depth):
        layers += [nn.Linear(size, recipe.width), *_after(recipe, nn.BatchNorm1d)]
        size = recipe.width
    return nn.Sequential(*layers, *_end(recipe), nn.Linear(size, outputs), *_head(recipe))


def _cnn(recipe: Recipe, shape: tuple[int, ...], outputs: int) -> nn.Module:
    layers: list[nn.Module] = []
    size = shape[0]
    for _ in range(recipe.depth):
        layers += [nn.Conv2d(size, recipe.width, 3, padding=1), *_after(recipe, nn.BatchNorm2d)]
        size = recipe.width
    layers += [nn.AdaptiveMaxPool2d(2), nn.Flatten(), *_end(recipe)]
    return nn.Sequential(*layers, nn.Linear(4 * size, outputs), *_head(recipe))


def _after(recipe: Recipe, norm: type[nn.Module]) -> list[nn.Module]:
    layers: list[nn.Module] = [norm(recipe.width)] if recipe.batchnorm else []
    layers.append(ACTIVATIONS[recipe.activation]())
    return [*layers, nn.Dropout(recipe.dropout)] if recipe.dropout else layers


def _end(recipe: Recipe) -> list[nn.Module]:
    return [Cut()] if recipe.detached else []


def _head(recipe: Recipe) -> list[nn.Module]:
    return {"none": [], "softmax": [nn.Softmax(-1)], "relu": [nn.ReLU()]}[recipe.head]


def _initialise(model: nn.Module, recipe: Recipe) -> None:
    weighted = [m for m in model.modules() if isinstance(m, nn.Linear | nn.Conv2d)]
    with torch.no_grad():
        for layer in weighted:
            INITS[recipe.init](layer.weight)
            if recipe.init in ("zeros", "constant"):
                layer.bias.zero_()
        if recipe.bias is not None:
            for layer in weighted[:-1]:
                layer.bias.fill_(recipe.bias)


INITS = {
    "default": lambda weight: weight,
    "zeros": lambda weight: weight.zero_(),
    "constant": lambda weight: weight.fill_(0.05),
    "large": lambda weight: weight.mul_(12.0),
    "small": lambda weight: weight.mul_(0.02),
}
BUILDERS = {
    "mlp": _mlp,
    "cnn": _cnn,
    "gru": lambda recipe, _, outputs: Recurrent(recipe, outputs),
    "transformer": lambda recipe, _, outputs: Attentive(recipe, outputs),
}
