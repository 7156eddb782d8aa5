"""Some rows are read with their features a third too late."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

STRENGTHS = {"mild": 0.3, "medium": 0.5, "strong": 0.7}


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, rolled=strength)
