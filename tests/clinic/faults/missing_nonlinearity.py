"""Linear layers in a row."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

TUNING = ("spirals", "friedman", "friedman_sgd", "spirals_sgd")
SPENT = ("ripples_funnel",)
LOCKED = ("roll",)
ACCEPTS = ("model_too_small", "poor_architecture")
STRENGTHS = {"mild": 1, "medium": 2, "strong": 4}


def prepare(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, depth=strength)


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, linear_layers=recipe.depth)
