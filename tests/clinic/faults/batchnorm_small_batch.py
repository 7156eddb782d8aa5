"""BatchNorm over a few samples."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

TUNING = ("digits_sgd", "pictures_sgd", "wine_sgd", "shapes_sgd", "spirals_sgd", "friedman_sgd")
SPENT = ("clusters_sgd",)
LOCKED = ("shells_sgd",)
ACCEPTS = ("batch_too_small", "batchnorm_misuse", "batch_learning_rate_mismatch")
HURTS = ("score", "error", "training", "unsteady")
STRENGTHS = {"mild": 4, "medium": 3, "strong": 2}


def prepare(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, batchnorm=True, samples=300, epochs=10)


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, batch_size=strength)
