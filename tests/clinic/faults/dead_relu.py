"""Biases so low that no unit is ever active."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("digits", "digits_sgd")
ACCEPTS = ("init_scale_wrong",)


def inject(recipe: Recipe) -> Recipe:
    return replace(recipe, bias=-30.0)
