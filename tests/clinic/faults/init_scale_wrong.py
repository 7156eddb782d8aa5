"""Weights start twelve times too large."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("digits", "digits_sgd")
ACCEPTS = ("exploding_gradient",)


def inject(recipe: Recipe) -> Recipe:
    return replace(recipe, init="large", depth=4)
