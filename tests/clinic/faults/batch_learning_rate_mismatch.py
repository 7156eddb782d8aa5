"""The batch was made much smaller and the rate left as it was."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

TUNING = ("digits_sgd", "pictures_sgd", "wine_sgd", "shapes_sgd", "waves_sgd", "friedman_sgd")
SPENT = ("clusters_sgd",)
LOCKED = ("uneven_sgd",)
ACCEPTS = ("batch_too_small", "learning_rate_too_high", "learning_rate_not_decayed")
HURTS = ("score", "error", "training", "unsteady")
STRENGTHS = {"mild": 4, "medium": 2, "strong": 1}


def prepare(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, samples=300, epochs=10)


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, batch_size=strength)
