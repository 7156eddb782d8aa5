"""Many more features than samples, nearly all of them noise."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

TUNING = ("wine", "spirals", "skewed", "digits")
SPENT = ("cancer",)
LOCKED = ("uneven",)
ACCEPTS = ("overfitting", "too_little_data", "model_too_large")
STRENGTHS = {"mild": 100, "medium": 400, "strong": 1200}


def prepare(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, samples=110)


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, noise_features=strength)
