"""A clip limit far below the usual gradient."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

TUNING = ("digits_sgd", "pictures_sgd", "wine_sgd", "shapes_sgd", "waves_sgd", "friedman_sgd")
SPENT = ("clusters_sgd",)
LOCKED = ("chirps_sgd",)
ACCEPTS = ("learning_rate_too_low", "too_few_epochs")
STRENGTHS = {"mild": 0.05, "medium": 0.015, "strong": 0.004}


def prepare(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, every_step=True)


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, clip=strength)
