"""A momentum close to one."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("digits_sgd",)
TUNING = ("digits_sgd", "pictures_sgd", "wine_sgd", "shapes_sgd", "waves_sgd", "friedman_sgd")
SPENT = ("cancer_sgd",)
LOCKED = ("impedance_sgd",)
ACCEPTS = ("learning_rate_too_high",)
STRENGTHS = {"mild": 0.99, "medium": 0.995, "strong": 0.999}


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, momentum=strength)
