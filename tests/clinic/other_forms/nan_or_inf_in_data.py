"""Some samples of every set hold a NaN."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

STRENGTHS = {"mild": 0.003, "medium": 0.01, "strong": 0.1}


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, bad_inputs=strength, in_all_sets=True)
