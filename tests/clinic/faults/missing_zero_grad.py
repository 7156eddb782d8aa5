"""Gradients add up from step to step."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("digits_sgd", "digits")
TUNING = ("digits_sgd", "pictures", "shapes_sgd", "waves", "wine_sgd", "friedman_sgd")
SPENT = ("clusters_sgd",)
LOCKED = ("uneven_sgd",)
ACCEPTS = ("learning_rate_too_high", "momentum_too_high")
STRENGTHS = {"mild": 8, "medium": 30, "strong": 0}


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, zero_grad_every=strength)
