"""One or two samples per step."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

TUNING = ("digits_sgd", "pictures_sgd", "wine_sgd", "shapes_sgd", "waves_sgd")
SPENT = ("clusters_sgd",)
LOCKED = ("uneven_sgd",)
ACCEPTS = ("batch_learning_rate_mismatch", "learning_rate_too_high", "learning_rate_not_decayed")
HURTS = ("score", "error", "training", "unsteady")
STRENGTHS = {"mild": 4, "medium": 2, "strong": 1}


def prepare(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, samples=200, epochs=12, label_noise=0.1)


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, batch_size=strength, rate=recipe.rate / 2)
