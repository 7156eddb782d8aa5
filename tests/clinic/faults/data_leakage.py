"""Part of the validation set is trained on."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("digits",)
TUNING = ("digits", "pictures", "wine", "shapes", "waves", "skewed", "overlapping")
SPENT = ("cancer",)
LOCKED = ("prose",)
ACCEPTS = ("duplicate_samples",)
HURTS = ("misled",)
STRENGTHS = {"mild": 0.3, "medium": 0.6, "strong": 0.9}


def prepare(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, samples=60, label_noise=0.1, epochs=40)


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, shared=strength)
