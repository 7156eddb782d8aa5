"""A loss for quantities on class ids."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("digits",)
TUNING = ("digits", "pictures", "shapes", "waves", "wine", "tokens")
SPENT = ("sentences",)
LOCKED = ("segments",)
STRENGTHS = {"mild": "mse", "medium": "l1", "strong": "mse_of_ids"}


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, loss=strength)
