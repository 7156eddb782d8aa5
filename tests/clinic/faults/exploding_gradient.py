"""A deep stack that grows by a factor at every layer."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

TUNING = ("digits_sgd", "spirals_sgd", "wine_sgd", "friedman_sgd", "skewed_sgd", "murky_sgd")
SPENT = ("clusters_funnel",)
LOCKED = ("chirps_sgd",)
ACCEPTS = ("init_scale_wrong", "learning_rate_too_high", "weights_too_large")
STRENGTHS = {"mild": 4.0, "medium": 6.0, "strong": 9.0}


def prepare(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, depth=7)


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, init_gain=strength)
