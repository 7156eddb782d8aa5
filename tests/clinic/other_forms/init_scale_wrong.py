"""Weights start so small that no signal passes."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

ACCEPTS = ("vanishing_gradient", "zero_or_constant_init")
STRENGTHS = {"mild": 0.15, "medium": 0.07, "strong": 0.02}


def prepare(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, depth=recipe.depth + 2)


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, init_gain=strength)
