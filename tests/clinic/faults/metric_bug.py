"""The accuracy is counted wrongly; the model is fine."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

TUNING = ("digits", "pictures", "shapes", "waves", "wine", "tokens")
SPENT = ("clusters",)
LOCKED = ("chains",)
HURTS = ("misled",)
STRENGTHS = {"mild": "wrong_count", "medium": "one_class", "strong": "wrong_axis"}


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, metric=strength)
