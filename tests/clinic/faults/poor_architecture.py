"""A bottleneck of a few numbers before the head."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

TUNING = ("digits", "pictures", "shapes", "waves", "tokens")
SPENT = ("textures",)
LOCKED = ("segments",)
ACCEPTS = ("model_too_small",)
STRENGTHS = {"mild": 3, "medium": 2, "strong": 1}


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, bottleneck=strength)
