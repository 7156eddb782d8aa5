"""Missing cells hold a filler that is a few spreads away, as a zero in raw units is."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

STRENGTHS = {"mild": 0.15, "medium": 0.3, "strong": 0.5}


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, filler=strength, filled_with=-5.0)
