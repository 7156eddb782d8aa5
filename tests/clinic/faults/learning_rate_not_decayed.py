"""A rather high rate is held to the end and keeps the loss swinging."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("digits_sgd",)
TUNING = ("digits_sgd", "spirals_sgd", "pictures_sgd", "waves_sgd", "shapes_sgd")
SPENT = ("cancer_sgd",)
LOCKED = ("moons_sgd",)
ACCEPTS = ("learning_rate_too_high", "batch_too_small", "batch_learning_rate_mismatch")
HURTS = ("score", "error", "training", "unsteady")
STRENGTHS = {"mild": 0.6, "medium": 1.0, "strong": 1.6}


def prepare(recipe: Recipe, strength: object) -> Recipe:
    return replace(
        recipe, schedule="cosine", rate=recipe.rate * strength, batch_size=8, label_noise=0.1
    )


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, schedule="none")
