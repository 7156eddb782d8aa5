"""What stands behind a layer: normalisation, activation, dropout."""

from torch import nn

from tests.clinic.layers import Steep
from tests.clinic.recipe import Recipe

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


def after(recipe: Recipe, norm, at: int, width: int | None = None) -> list[nn.Module]:
    """`at` is the layer's place; the recipe may leave the last ones linear."""
    layers = [norm_of(recipe, norm, width or recipe.width)] if recipe.batchnorm and norm else []
    if at < recipe.depth - recipe.linear_layers:
        layers.append(ACTIVATIONS[recipe.activation]())
    return [*layers, nn.Dropout(recipe.dropout)] if recipe.dropout else layers


def norm_of(recipe: Recipe, norm, width: int) -> nn.Module:
    if recipe.groupnorm:
        return nn.GroupNorm(1, width)
    return norm(width) if norm is nn.LayerNorm else norm(width, momentum=recipe.batchnorm_momentum)
