"""One class is nearly all there is, in validation too."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

STRENGTHS = {"mild": 0.85, "medium": 0.93, "strong": 0.97}


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, majority=strength, in_all_sets=True)
