"""Weights start many times too large."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("digits", "digits_sgd")
TUNING = ("digits", "pictures_sgd", "wine", "spirals", "shapes_sgd", "friedman")
SPENT = ("cancer_sgd",)
LOCKED = ("segments",)
ACCEPTS = ("exploding_gradient", "weights_too_large")
STRENGTHS = {"mild": 5.0, "medium": 8.0, "strong": 12.0}


def prepare(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, depth=recipe.depth + 2)


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, init_gain=strength)
